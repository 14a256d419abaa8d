/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address clang-undefined */
struct rule {
    int month;
};

static int __attribute__((noinline)) rule_month(const struct rule *rule)
{
    return rule->month;
}

int main(void)
{
    struct rule *volatile none = 0;
    return rule_month(none);
}
