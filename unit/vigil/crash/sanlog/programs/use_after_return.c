/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
/* options: ASAN_OPTIONS=detect_stack_use_after_return=1 */
static int *volatile kept;

static void __attribute__((noinline)) keep(void)
{
    int digit = 3;
    kept = &digit;
}

static int __attribute__((noinline)) last_digit(void)
{
    return *kept;
}

int main(void)
{
    keep();
    return last_digit();
}
