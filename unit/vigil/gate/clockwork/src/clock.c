#include "clock.h"

#include "digits.h"

/* "+05:30" or "-08:00" */
static int read_offset(const char *text, size_t size, int *offset)
{
    int hours, minutes;
    if (size != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':' ||
        read_two(text + 1, MOST_HOURS, &hours) != 0 || read_two(text + 4, 59, &minutes) != 0) {
        return -1;
    }
    *offset = (hours * 60 + minutes) * (text[0] == '-' ? -1 : 1);
    return 0;
}

int clock_read(const char *text, size_t size, struct clock_time *time)
{
    int hours, minutes, offset = 0;
    if (size < 6 || text[2] != ':' || read_two(text, MOST_HOURS, &hours) != 0 ||
        read_two(text + 3, 59, &minutes) != 0) {
        return -1;
    }
    if (!(size == 6 && text[5] == 'Z') && read_offset(text + 5, size - 5, &offset) != 0) {
        return -1;
    }
    time->minutes = hours * 60 + minutes;
    time->offset = offset;
    return 0;
}

int clock_utc(const struct clock_time *time)
{
    int minutes = (time->minutes - time->offset) % (24 * 60);
    return minutes < 0 ? minutes + 24 * 60 : minutes;
}
