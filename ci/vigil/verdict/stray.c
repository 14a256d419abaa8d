/* SPDX-License-Identifier: MIT */
#include "stray.h"

#include <stdio.h>

size_t stray_find(struct span text)
{
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.text[i];
        if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') {
            return i;
        }
    }
    return text.size;
}

void stray_describe(char byte, char *into, size_t room)
{
    bool escape = byte == 0x1b;
    (void)snprintf(into, room, "byte 0x%02x (%s) may not stand there: %s", (unsigned char)byte,
                   escape ? "an escape, as of colours" : "a control character",
                   escape ? "let the tests print without colours (NO_COLOR=1, or a flag of the "
                            "runner, such as --color=no)"
                          : "let the tests not print it, or take it out of the file");
}
