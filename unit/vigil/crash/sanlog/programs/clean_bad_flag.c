/* SPDX-License-Identifier: MIT */
/* with: clang-address */
/* options: ASAN_OPTIONS=no_such_flag=1:verbosity=1 */
int main(void)
{
    return 0;
}
