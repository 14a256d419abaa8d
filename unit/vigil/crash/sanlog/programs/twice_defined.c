/* SPDX-License-Identifier: MIT */
/* with: clang-address-twice gcc-address-twice */
/* flags: -Wl,-z,muldefs -fno-common */
#ifdef SECOND
long days[24] = {31};
#else
__attribute__((weak)) int main(void)
{
    return 0;
}
long days[12] = {31};
#endif
