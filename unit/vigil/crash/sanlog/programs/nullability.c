/* SPDX-License-Identifier: MIT */
/* with: clang-nullability */
static const char *_Nonnull __attribute__((noinline)) name_of(const char *name)
{
    return name;
}

int main(void)
{
    const char *volatile none = 0;
    return name_of(none) == 0;
}
