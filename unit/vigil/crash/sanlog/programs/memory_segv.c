/* SPDX-License-Identifier: MIT */
/* with: clang-memory clang-thread */
static int __attribute__((noinline)) load(const volatile char *at)
{
    return *at;
}

int main(void)
{
    const char *volatile none = 0;
    return load(none);
}
