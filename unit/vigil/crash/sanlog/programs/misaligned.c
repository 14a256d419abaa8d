/* SPDX-License-Identifier: MIT */
/* with: clang-undefined gcc-undefined */
static int __attribute__((noinline)) read_int(const char *bytes)
{
    return *(const int *)(const void *)bytes;
}

int main(void)
{
    _Alignas(int) char bytes[8] = {0};
    const char *volatile odd = bytes + 1;
    return read_int(odd);
}
