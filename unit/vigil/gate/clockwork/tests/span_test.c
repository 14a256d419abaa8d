#include <string.h>

#include "rows.h"
#include "span.h"

static const struct span_row rows[] = {
    {"both", "1h30m", 0, 90},
    {"minutes", "45m", 0, 45},
    {"hours", "2h", 0, 120},
    {"no unit", "12", -1, 0},
    {"another unit", "2x", -1, 0},
    {"nothing", "", -1, 0},
    {"more", "45ms", -1, 0},
    {"no number", "2hm", -1, 0},
    {"no minutes' unit", "1h5", -1, 0},
    {"eleven letters", "hello-world", -1, 0},
};

void span_tests(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int minutes = 0;
        int result = span_read(rows[i].text, strlen(rows[i].text), &minutes);
        row_done("span", rows[i].name, result == rows[i].result && minutes == rows[i].minutes);
    }
}
