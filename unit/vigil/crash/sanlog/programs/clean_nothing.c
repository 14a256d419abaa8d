/* SPDX-License-Identifier: MIT */
/* with: clang-fuzzer-address */
/* arguments: -runs=100000 -print_final_stats=1 no-such-directory */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    (void)data;
    (void)size;
    return 0;
}
