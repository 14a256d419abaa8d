/* SPDX-License-Identifier: MIT */
/* with: clang++-address-twice */
/* options: ASAN_OPTIONS=check_initialization_order=1:strict_init_order=1 */
#ifdef SECOND
int epoch();
extern int year;
int year = epoch();
#else
extern int year;
static int __attribute__((noinline)) from_year()
{
    return year + 1;
}
int next = from_year();
int epoch()
{
    return 1970;
}
int main()
{
    return next == 0;
}
#endif
