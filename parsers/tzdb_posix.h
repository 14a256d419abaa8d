/* tzdb_posix.h -- (private) what is asked of the system; included before anything else */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_TZDB_POSIX_H
#define FUSEAU_TZDB_POSIX_H

#define _XOPEN_SOURCE 700

/* 64 bits also where a machine has 32, or else large files, and ones of 2038, could not be seen. */
#define _FILE_OFFSET_BITS 64
#define _TIME_BITS        64

#endif
