/* SPDX-License-Identifier: MIT */
/* with: clang-none */
int main(void)
{
    return 0;
}
