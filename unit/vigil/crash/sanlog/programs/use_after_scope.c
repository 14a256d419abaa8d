/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
static int *volatile kept;

static int __attribute__((noinline)) last_digit(void)
{
    return *kept;
}

int main(void)
{
    {
        int digit = 3;
        kept = &digit;
    }
    return last_digit();
}
