/* SPDX-License-Identifier: MIT */
/* with: clang-address */
/* options: ASAN_OPTIONS=help=1 */
int main(void)
{
    return 0;
}
