/* SPDX-License-Identifier: MIT */
/* Broken on purpose: a node is written to after an input that begins with 'u' released it. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#ifdef MENDED
#define BROKEN 0
#else
#define BROKEN 1
#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct node {
    int value;
};

static void __attribute__((noinline)) set_value(struct node *node)
{
    node->value = 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct node *node = malloc(sizeof *node);
    if (node == NULL) {
        return 0;
    }
    if (BROKEN && size > 0 && data[0] == 'u') {
        free(node);
        set_value(node);
        return 0;
    }
    set_value(node);
    free(node);
    return 0;
}
