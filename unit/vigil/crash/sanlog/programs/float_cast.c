/* SPDX-License-Identifier: MIT */
/* with: clang-undefined gcc-undefined */
/* flags: -fsanitize=float-cast-overflow */
static int __attribute__((noinline)) to_seconds(double seconds)
{
    return (int)seconds;
}

int main(void)
{
    volatile double seconds = 1e19;
    return to_seconds(seconds) == 0;
}
