/* word.h -- the first word of a text */
#ifndef WORD_H
#define WORD_H

#include <stddef.h>

/* Returns the word's size; the word ends at the first blank. */
size_t word_size(const char *text, size_t size);

#endif
