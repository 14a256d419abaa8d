/* zone_contender.c -- who keeps the zones: libfuseau, and what a user would pick instead */
/* SPDX-License-Identifier: MIT */
#include "zone_contender.h"

#include <gnu/libc-version.h>

#include "abseil.h"
#include "zone_abseil.h"
#include "zone_glibc.h"
#include "zone_hinnant.h"
#include "zone_icu.h"
#include "zone_libfuseau.h"

static const char *this_tree(void)
{
    return "this tree";
}

const struct keeper keepers[KEEPERS_MAX] = {
    {{"fuseau", "fuseau_zone_at, fuseau_zone_resolve, fuseau_zoned_from_instant", this_tree},
     libfuseau_open,
     libfuseau_close,
     libfuseau_offsets,
     libfuseau_instants,
     libfuseau_civils,
     libfuseau_stated},
    {{"glibc", "localtime_r, mktime", gnu_get_libc_version},
     glibc_open,
     glibc_close,
     glibc_offsets,
     glibc_instants,
     glibc_civils,
     NULL},
    {{"ICU", "ucal_setMillis and ucal_get, ucal_setDateTime and ucal_getMillis", icu_version},
     icu_open,
     icu_close,
     icu_offsets,
     icu_instants,
     icu_civils,
     NULL},
    {{"Abseil", "absl::TimeZone::At (cctz)", abseil_version},
     abseil_open,
     abseil_close,
     abseil_offsets,
     abseil_instants,
     abseil_civils,
     NULL},
    {{"Hinnant", "date::time_zone::get_info", hinnant_version},
     hinnant_open,
     hinnant_close,
     hinnant_offsets,
     hinnant_instants,
     hinnant_civils,
     NULL},
    {{"built-in", "the first, with the zones in the library", this_tree},
     libfuseau_open_bundled,
     libfuseau_close,
     libfuseau_offsets,
     libfuseau_instants,
     libfuseau_civils,
     libfuseau_stated},
};

size_t keepers_count(void)
{
    return libfuseau_has_bundled() ? KEEPERS_MAX : KEEPERS_MAX - 1;
}
