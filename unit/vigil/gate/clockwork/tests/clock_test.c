#include <string.h>

#include "clock.h"
#include "rows.h"

static const struct clock_row rows[] = {
    {"India", "06:30+05:30", 0, 60},       /* example: half an hour off */
    {"California", "23:59-08:00", 0, 479}, /* example: the day after */
    {"UTC", "00:00Z", 0, 0},
    {"no such hour", "24:00Z", -1, 0},
    {"no such minute", "23:60Z", -1, 0},
    {"no offset", "23:59", -1, 0},
    {"a letter", "2x:00Z", -1, 0},
    {"no sign", "06:30 05:30", -1, 0},
};

void clock_tests(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct clock_time time;
        int result = clock_read(rows[i].text, strlen(rows[i].text), &time);
        row_done("clock", rows[i].name,
                 result == rows[i].result && (result != 0 || clock_utc(&time) == rows[i].utc));
    }
}
