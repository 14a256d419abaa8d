/* SPDX-License-Identifier: MIT */
/* with: g++-none */
#include <cassert>

namespace civil
{
template <typename Number> int __attribute__((noinline)) check_month(const Number &month)
{
    assert(month <= 12 && "month: out of range");
    return static_cast<int>(month);
}
} // namespace civil

int main()
{
    volatile int month = 13;
    return civil::check_month<int>(int{month});
}
