#ifndef SPAN_H
#define SPAN_H

#include <stddef.h>

/* "1h30m", "45m", "2h": minutes. 0, or -1 where it is something else. */
int span_read(const char *text, size_t size, int *minutes);

#endif
