/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address clang-undefined */
struct rule {
    int day, month;
};

static void __attribute__((noinline)) set_month(volatile struct rule *rule)
{
    rule->month = 3;
}

int main(void)
{
    struct rule *volatile none = 0;
    set_month(none);
    return 0;
}
