/* What is read is within its ranges, and so is what it is in UTC. */
#include <stdint.h>
#include <stdlib.h>

#include "clock.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct clock_time time;
    if (clock_read((const char *)data, size, &time) == 0) {
        int utc = clock_utc(&time);
        if (time.minutes < 0 || time.minutes >= 1440 || utc < 0 || utc >= 1440) {
            abort();
        }
    }
    return 0;
}
