/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address clang-leak gcc-leak clang-address-plain */
#include <stdlib.h>

struct node {
    struct node *next;
};

static struct node *__attribute__((noinline)) new_node(struct node *next)
{
    struct node *node = malloc(sizeof *node);
    node->next = next;
    return node;
}

int main(void)
{
    struct node *volatile list = new_node(new_node(new_node(NULL)));
    list = NULL;
    return list != NULL;
}
