/* tzif_bases.h -- valid zone files, whole and small, from which seeds and tests are made */
/* SPDX-License-Identifier: MIT */
#ifndef UNIT_TZIF_BASES_H
#define UNIT_TZIF_BASES_H

#include "tzif_build.h"

#define TAIL(literal) .tail = (literal), .tail_size = sizeof(literal) - 1
#define MAGIC         .magic = {TZIF_MAGIC, TZIF_MAGIC}

/* As zic writes it where all is in the second block. */
#define SLIM_FIRST .first = {.types = 1, .chars = 1}

/*
 * Every part of the format, in version 2. Where they stand, for what is said of the byte at fault:
 *
 *     0 header, 44 type, 50 designations (the first block); 51 header, 71 UT count, 75 standard
 *     count, 87 type count, 91 char count; 95, 103 times; 111, 112 type indices; 113, 119 types
 *     (+4 isdst, +5 desigidx); 125 designations; 133, 145 leap seconds (+8 correction);
 *     157, 158 standard/wall; 159, 160 UT/local; 161 newline, 162 TZ string, 184 newline; 185 end
 */
static const struct tzif_file whole = {
    MAGIC,
    .version = {'2', '2'},
    SLIM_FIRST,
    .data = {.transitions = 2,
             .time = {1710054002, 1730613602}, /* 2024-03-10T07:00Z, 2024-11-03T06:00Z, and 2 s */
             .index = {1, 0},
             .types = 2,
             .type = {{-18000, 0, 0}, {-14400, 1, 4}},
             .chars = 8,
             .designations = "EST\0EDT",
             .leaps = 2,
             .leap = {{78796800, 1}, {94694401, 2}},
             .standard = 2,
             .ut = 2},
    TAIL("\nEST5EDT,M3.2.0,M11.1.0\n"),
};

/* The same in version 1: 44 times, 52 indices, 54 types, 66 designations, 74 leap seconds, 90, 92.
 */
static const struct tzif_file whole_32 = {
    MAGIC,
    .first = {.transitions = 2,
              .time = {1710054002, 1730613602},
              .index = {1, 0},
              .types = 2,
              .type = {{-18000, 0, 0}, {-14400, 1, 4}},
              .chars = 8,
              .designations = "EST\0EDT",
              .leaps = 2,
              .leap = {{78796800, 1}, {94694401, 2}},
              .standard = 2,
              .ut = 2},
};

/* Nothing but a type, and a TZ string: 95 type, 101 designations, 105 newline, 106 TZ string. */
static const struct tzif_file fixed = {
    MAGIC,
    .version = {'2', '2'},
    SLIM_FIRST,
    .data = {.types = 1, .type = {{-18000, 0, 0}}, .chars = 4, .designations = "EST"},
    TAIL("\nEST5\n"),
};

/* The first leap seconds cut away, and an expiry: 95 type, 101 designations, 105, 117, 129, 141. */
static const struct tzif_file cut_table = {
    MAGIC,
    .version = {'4', '4'},
    SLIM_FIRST,
    .data = {.types = 1,
             .chars = 4,
             .designations = "UTC",
             .leaps = 3,
             .leap = {{1435708825, 26}, {1483228826, 27}, {1751846427, 27}}},
    TAIL("\nUTC0\n"),
};

/* Standard time in summer, and in winter a "daylight saving time" that is behind it. */
static const struct tzif_file irish = {
    MAGIC,
    .version = {'2', '2'},
    SLIM_FIRST,
    .data = {.transitions = 5,
             .time = {-2821649915, -1691962479, -1680471279, 57722400, 846378000},
             .index = {1, 2, 3, 2, 4},
             .types = 5,
             .type = {{-1521, 0, 0}, {-1521, 0, 4}, {2079, 1, 8}, {3600, 0, 12}, {0, 1, 16}},
             .chars = 20,
             .designations = "LMT\0DMT\0IST\0IST\0GMT"},
    TAIL("\nIST-1GMT0,M10.5.0,M3.5.0/1\n"),
};

/* A rule that needs version 3, and designations of figures. */
static const struct tzif_file greenlandic = {
    MAGIC,
    .version = {'3', '3'},
    SLIM_FIRST,
    .data = {.transitions = 2,
             .time = {1679792400, 1698541200},
             .index = {1, 1},
             .types = 2,
             .type = {{-10800, 0, 0}, {-7200, 0, 4}},
             .chars = 8,
             .designations = "-03\0-02"},
    TAIL("\n<-02>2<-01>,M3.5.0/-1,M10.5.0/0\n"),
};

/*
 * Mexico's daylight saving time ended on 30 October 2022, when it went to the United States' rules;
 * by these it ended on 6 November. The end of America/Ojinaga as zic -b slim of 2022g wrote it.
 */
static const struct tzif_file ojinaga = {
    MAGIC,
    .version = {'2', '2'},
    SLIM_FIRST,
    .data = {.transitions = 2,
             .time = {1647162000, 1667116800}, /* 2022-03-13T09:00Z, 2022-10-30T08:00Z */
             .index = {1, 2},
             .types = 3,
             .type = {{-25200, 0, 0}, {-21600, 1, 4}, {-21600, 0, 8}},
             .chars = 12,
             .designations = "MST\0MDT\0CST"},
    TAIL("\nCST6CDT,M3.2.0,M11.1.0\n"),
};

/* Daylight saving time becomes standard: America/Vancouver of 2026d, by zic -b slim of 2026a. */
static const struct tzif_file vancouver = {
    MAGIC,
    .version = {'2', '2'},
    SLIM_FIRST,
    .data = {.transitions = 2,
             .time = {1762074000, 1772964000}, /* 2025-11-02T09:00Z, 2026-03-08T10:00Z */
             .index = {0, 1},
             .types = 2,
             .type = {{-28800, 0, 0}, {-25200, 1, 4}},
             .chars = 8,
             .designations = "PST\0PDT"},
    TAIL("\nMST7\n"),
};

/* Local mean time, then a zone: with the same changes in 32 bits, as zic -b fat writes them. */
static const struct tzif_file fat = {
    MAGIC,
    .version = {'2', '2'},
    .first = {.transitions = 3,
              .time = {INT32_MIN, 1711846800, 1729990800},
              .index = {0, 1, 2},
              .types = 3,
              .type = {{3208, 0, 0}, {7200, 1, 4}, {3600, 0, 9}},
              .chars = 13,
              .designations = "LMT\0CEST\0CET",
              .standard = 3,
              .is_standard = {0, 1, 1},
              .ut = 3,
              .is_ut = {0, 1, 1}},
    .data = {.transitions = 3,
             .time = {-2422054408, 1711846800, 1729990800},
             .index = {2, 1, 2},
             .types = 3,
             .type = {{3208, 0, 0}, {7200, 1, 4}, {3600, 0, 9}},
             .chars = 13,
             .designations = "LMT\0CEST\0CET",
             .standard = 3,
             .is_standard = {0, 1, 1},
             .ut = 3,
             .is_ut = {0, 1, 1}},
    TAIL("\nCET-1CEST,M3.5.0,M10.5.0/3\n"),
};

#endif
