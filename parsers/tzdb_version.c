/* tzdb_version.c -- which version of the data a zone directory has */
/* SPDX-License-Identifier: MIT */
#include "tzdb_version.h"

#include <stdbool.h>
#include <string.h>

#include "tzdb_file.h"

/* Where it stands: behind these words, at the beginning of these files. */
static const struct {
    const char *file;
    const char *words;
} places[] = {
    {"tzdata.zi", "# version "}, /* zic's input, in one file */
    {"+VERSION", ""},            /* BSD, macOS */
    {"version", ""},             /* the source distribution's */
};

/*
 * Copies the word that begins `text`, which may be of any bytes. False: it is no version. What is
 * one can be shown on a terminal and written into a C string as it is.
 */
static bool copy_word(const char *text, char version[FUSEAU_TZDB_VERSION_MAX_SIZE + 1])
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                  ".-+_";
    size_t size = strspn(text, letters);
    bool ends = text[size] == '\0' || text[size] == '\n' || text[size] == '\r' || text[size] == ' ';
    if (size == 0 || size > FUSEAU_TZDB_VERSION_MAX_SIZE || !ends) {
        return false;
    }
    memcpy(version, text, size);
    version[size] = '\0';
    return true;
}

void tzdb_version_read(const char *root, char version[FUSEAU_TZDB_VERSION_MAX_SIZE + 1])
{
    bool found = false;
    for (size_t i = 0; !found && i < sizeof places / sizeof *places; i++) {
        struct tzdb_content content;
        size_t words = strlen(places[i].words);
        if (tzdb_file_read(root, places[i].file, &content) == FUSEAU_OK) {
            found = strncmp(content.bytes, places[i].words, words) == 0 &&
                    copy_word(content.bytes + words, version);
            tzdb_content_free(&content);
        }
    }
    if (!found) {
        memcpy(version, "unknown", sizeof "unknown");
    }
}
