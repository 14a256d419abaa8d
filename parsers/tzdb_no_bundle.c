/* tzdb_no_bundle.c -- what is there instead of a built-in copy, where none was wanted */
/* SPDX-License-Identifier: MIT */
#include "tzdb_bundle.h"

const unsigned char tzdb_bundle_bytes[1] = {0};
const struct tzdb_bundle_name tzdb_bundle_names[1] = {{0, 0}};
const struct tzdb_bundle_zone tzdb_bundle_zones[1] = {{0, 0}};
const uint32_t tzdb_bundle_count = 0;
const char tzdb_bundle_version[] = "unknown";
