/* SPDX-License-Identifier: MIT */
/* with: clang-address */
#include <stdlib.h>

void __sanitizer_annotate_contiguous_container(const void *begin, const void *end,
                                               const void *old_middle, const void *new_middle);

static void __attribute__((noinline)) mark_used(char *text)
{
    __sanitizer_annotate_contiguous_container(text, text + 32, text + 48, text + 16);
}

int main(void)
{
    char *text = aligned_alloc(8, 32);
    mark_used(text);
    return 0;
}
