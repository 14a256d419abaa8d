/* nobody_data.h -- the libraries that report a failure and the names of their functions, as data */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CRASH_NOBODY_DATA_H
#define VIGIL_CRASH_NOBODY_DATA_H

#include <stddef.h>

/* What of a frame a word is compared with. */
enum nobody_part {
    NOBODY_FUNCTION,  /* its name, as stack.h has it, and as the log has it */
    NOBODY_INTERCEPT, /* likewise, of a frame without a file: else a project may have its own */
    NOBODY_RUST,      /* likewise, of a function written in Rust */
    NOBODY_GO,        /* the name as the log has it, of a function written in Go */
    NOBODY_FILE,      /* its path, and the path's last part */
    NOBODY_MODULE,    /* the base name of the module */
};

/*
 * Words of one library, with blanks between. "google::LogMessage*" is a pattern of fnmatch(3): it
 * stands for all names that begin so. A word without a mark of a pattern is the whole name: `free`
 * is not `free_zone`. Of each word a log stands in unit/vigil/crash/nobody/LIBRARY.txt;
 * stack_test.c sees to it.
 */
struct nobody_group {
    const char *library;
    enum nobody_part part;
    const char *words;
};

/* The table, of `*count` rows. Static storage. */
const struct nobody_group *nobody_groups(size_t *count);

#endif
