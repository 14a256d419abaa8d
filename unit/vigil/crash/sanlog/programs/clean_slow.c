/* SPDX-License-Identifier: MIT */
/* with: clang-fuzzer */
/* arguments: -report_slow_units=1 input */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0 && data[0] == 't') {
        usleep(1200000);
    }
    return 0;
}
