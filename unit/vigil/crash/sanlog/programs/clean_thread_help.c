/* SPDX-License-Identifier: MIT */
/* with: clang-thread */
/* options: TSAN_OPTIONS=help=1 */
int main(void)
{
    return 0;
}
