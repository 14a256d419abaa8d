/* SPDX-License-Identifier: MIT */
/* with: clang-undefined */
/* options: UBSAN_OPTIONS=help=1 */
int main(void)
{
    return 0;
}
