/* What is read is never negative. */
#include <stdint.h>
#include <stdlib.h>

#include "span.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int minutes;
    if (span_read((const char *)data, size, &minutes) == 0 && minutes < 0) {
        abort();
    }
    return 0;
}
