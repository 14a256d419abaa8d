/* SPDX-License-Identifier: MIT */
/* The bug lies in a shared library beside the target, $ORIGIN/lib/libdemo.so. */
#include <stddef.h>
#include <stdint.h>

void demo_parse(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static volatile int more; /* keeps the call below from becoming a jump */
    demo_parse(data, size);
    more++;
    return 0;
}
