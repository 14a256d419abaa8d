/* SPDX-License-Identifier: MIT */
/* with: clang-address */
/* options: ASAN_OPTIONS=verbosity=1:print_stats=1:atexit=1 */
int main(void)
{
    return 0;
}
