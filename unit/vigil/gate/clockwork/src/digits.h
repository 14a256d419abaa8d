#ifndef DIGITS_H
#define DIGITS_H

#define MOST_HOURS 23

/* Two digits, to this number at most. */
static inline int read_two(const char *text, int most, int *number)
{
    if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9') {
        return -1;
    }
    *number = (text[0] - '0') * 10 + text[1] - '0';
    return *number <= most ? 0 : -1;
}

#endif
