/* SPDX-License-Identifier: MIT */
/* with: gcc-undefined */
/* flags: -O2 */
static int __attribute__((noinline)) second(void)
{
    char *bytes = __builtin_alloca(4);
    bytes[0] = 1;
    return ((volatile int *)bytes)[1];
}

int main(void)
{
    return second() == 7;
}
