/* A word is never longer than its text. */
#include <stdint.h>
#include <stdlib.h>

#include "word.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (word_size((const char *)data, size) > size) {
        abort();
    }
    return 0;
}
