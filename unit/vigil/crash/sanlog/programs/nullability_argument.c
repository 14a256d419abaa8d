/* SPDX-License-Identifier: MIT */
/* with: clang-nullability */
static int __attribute__((noinline)) length(const char *_Nonnull name)
{
    return name != 0;
}

static int __attribute__((noinline)) measure(const char *name)
{
    return length(name);
}

int main(void)
{
    const char *volatile none = 0;
    return measure(none);
}
