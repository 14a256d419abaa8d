/* SPDX-License-Identifier: MIT */
/* with: clang++-none g++-none clang++-address */
#include <stdexcept>

static void __attribute__((noinline)) refuse()
{
    throw std::runtime_error("no such zone");
}

int main()
{
    refuse();
}
