/* SPDX-License-Identifier: MIT */
/* with: clang-undefined */
static int __attribute__((noinline)) first(const char *bytes)
{
    return *(const char *)__builtin_assume_aligned(bytes, 16);
}

int main(void)
{
    _Alignas(16) static char bytes[32];
    const char *volatile odd = bytes + 1;
    return first(odd);
}
