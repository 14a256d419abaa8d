/* SPDX-License-Identifier: MIT */
/* with: clang++-undefined g++-undefined */
enum fold { UNIQUE, GAP };

static int __attribute__((noinline)) next(const fold *given)
{
    return *given == UNIQUE;
}

int main(void)
{
    volatile int number = 77;
    return next((const fold *)&number);
}
