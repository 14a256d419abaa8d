#include "word.h"

size_t word_size(const char *text, size_t size)
{
    size_t end = 0;
    while (end < size && text[end] != ' ') {
        end++;
    }
    return end;
}
