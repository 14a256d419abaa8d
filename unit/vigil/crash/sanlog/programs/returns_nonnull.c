/* SPDX-License-Identifier: MIT */
/* with: clang-undefined gcc-undefined */
static const char *__attribute__((returns_nonnull)) __attribute__((noinline))
name_of(const char *name)
{
    return name;
}

int main(void)
{
    const char *volatile none = 0;
    return name_of(none) == 0;
}
