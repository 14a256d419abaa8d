/* SPDX-License-Identifier: MIT */
/* with: clang-fuzzer */
/* arguments: -minimize_crash=1 -runs=20 -exact_artifact_path=small input */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void __attribute__((noinline)) refuse(void)
{
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0 && data[0] == 't') {
        refuse();
    }
    return 0;
}
