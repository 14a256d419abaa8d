/* SPDX-License-Identifier: MIT */
/* Broken on purpose: a target whose preparation fails before it has seen an input. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    (void)count;
    (void)arguments;
    (void)fputs("no zone files here\n", stderr);
    exit(0); /* the worst case: it looks like success */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    (void)data;
    return size == 0;
}
