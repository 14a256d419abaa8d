/* zone_contender.c -- who keeps the zones: libfuseau, and what a user would pick instead */
/* SPDX-License-Identifier: MIT */
#include "zone_contender.h"

#include <gnu/libc-version.h>

#include "abseil.h"
#include "against.h"
#include "plug.h"
#include "zone_abseil.h"
#include "zone_glibc.h"
#include "zone_hinnant.h"
#include "zone_icu.h"
#include "zone_icu_name.h"
#include "zone_libfuseau.h"

static const struct keeper peers[] = {
    {{"glibc", "localtime_r, mktime, gmtime_r", gnu_get_libc_version},
     glibc_open,
     glibc_close,
     glibc_offsets,
     glibc_instants,
     NULL,
     glibc_civils,
     NULL,
     NULL,
     glibc_dates,
     NULL},
    {{"ICU", "ucal_setMillis and ucal_get, ucal_setDateTime and ucal_getMillis, icu::TimeZone",
      icu_version},
     icu_open,
     icu_close,
     icu_offsets,
     icu_instants,
     NULL,
     icu_civils,
     icu_by_name,
     NULL,
     NULL,
     NULL},
    {{"Abseil", "absl::TimeZone::At (cctz), absl::LoadTimeZone, absl::CivilDay", abseil_version},
     abseil_open,
     abseil_close,
     abseil_offsets,
     abseil_instants,
     NULL,
     abseil_civils,
     abseil_by_name,
     NULL,
     abseil_dates,
     NULL},
    {{"Hinnant", "date::time_zone::get_info, date::locate_zone, date::year_month_day",
      hinnant_version},
     hinnant_open,
     hinnant_close,
     hinnant_offsets,
     hinnant_instants,
     hinnant_instants,
     hinnant_civils,
     hinnant_by_name,
     NULL,
     hinnant_dates,
     NULL},
};

const struct keeper *keepers[CONTENDERS_MAX];

void keepers_line_up(struct bench *bench)
{
    const struct keeper *against = against_keeper();
    keepers[bench->contenders++] = &libfuseau_keeper;
    if (against) {
        bench->against = bench->contenders;
        keepers[bench->contenders++] = against;
    }
    bench->first_peer = bench->contenders;
    for (size_t i = 0; i < sizeof peers / sizeof *peers; i++) {
        keepers[bench->contenders++] = &peers[i];
    }
    const struct keeper *plugged;
    for (size_t i = 0; bench->contenders < CONTENDERS_MAX - 1 && (plugged = plug_keeper(i)); i++) {
        keepers[bench->contenders++] = plugged;
    }
    bench->peers = bench->contenders - bench->first_peer;
    if (libfuseau_has_bundled()) {
        keepers[bench->contenders++] = &libfuseau_keeper_bundled;
    }
}
