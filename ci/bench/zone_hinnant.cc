/* zone_hinnant.cc -- date::time_zone (Howard Hinnant's date) for C: a batch a call, as for Abseil
 */
/* SPDX-License-Identifier: MIT */
#include "zone_hinnant.h"

#include <chrono>
#include <stdexcept>
#include <string_view>
#include <vector>

#include <date/tz.h>

using std::chrono::seconds;
using Zones = std::vector<const date::time_zone *>;

const char *hinnant_version(void)
{
    return HINNANT_VERSION;
}

static const date::time_zone *zone_or_utc(const char *name)
{
    try {
        return date::locate_zone(name);
    } catch (const std::runtime_error &) {
        return date::locate_zone("UTC");
    }
}

void *hinnant_open(const char *const *names, size_t count)
{
    auto *zones = new Zones;
    zones->reserve(count);
    for (size_t i = 0; i < count; i++) {
        zones->push_back(zone_or_utc(names[i]));
    }
    return zones;
}

void hinnant_close(void *zones, size_t)
{
    delete static_cast<Zones *>(zones);
}

void hinnant_offsets(void *zones, const questions *questions, size_t count, int32_t *out)
{
    const date::time_zone *const *zone = static_cast<Zones *>(zones)->data();
    for (size_t i = 0; i < count; i++) {
        auto info =
            zone[questions->zone[i]]->get_info(date::sys_seconds(seconds(questions->seconds[i])));
        out[i] = static_cast<int32_t>(info.offset.count());
    }
}

/* `first` is the one there is, or the one before the change, which in a fold is the earlier. */
void hinnant_instants(void *zones, const questions *questions, size_t count, int64_t *out)
{
    const date::time_zone *const *zone = static_cast<Zones *>(zones)->data();
    for (size_t i = 0; i < count; i++) {
        seconds local(questions->local_seconds[i]);
        auto info = zone[questions->zone[i]]->get_info(date::local_seconds(local));
        out[i] = (local - info.first.offset).count();
    }
}

static civil civil_of(date::sys_seconds instant, seconds offset)
{
    date::local_seconds local((instant + offset).time_since_epoch());
    auto midnight = date::floor<date::days>(local);
    date::year_month_day date(midnight);
    date::hh_mm_ss<seconds> time(local - midnight);
    return {static_cast<int>(date.year()),
            static_cast<uint8_t>(static_cast<unsigned>(date.month())),
            static_cast<uint8_t>(static_cast<unsigned>(date.day())),
            static_cast<uint8_t>(time.hours().count()),
            static_cast<uint8_t>(time.minutes().count()),
            static_cast<uint8_t>(time.seconds().count()),
            static_cast<int32_t>(offset.count())};
}

void hinnant_civils(void *zones, const questions *questions, size_t count, civil *out)
{
    const date::time_zone *const *zone = static_cast<Zones *>(zones)->data();
    for (size_t i = 0; i < count; i++) {
        date::sys_seconds instant(seconds(questions->seconds[i]));
        out[i] = civil_of(instant, zone[questions->zone[i]]->get_info(instant).offset);
    }
}

/* Its call throws where there is no such zone, which here cannot be. */
void hinnant_by_name(void *zones, const questions *questions, size_t count, uint8_t *out)
{
    const date::time_zone *const *zone = static_cast<Zones *>(zones)->data();
    for (size_t i = 0; i < count; i++) {
        std::string_view name(questions->name[i], questions->name_size[i]);
        out[i] = date::locate_zone(name) == zone[questions->zone[i]];
    }
}

void hinnant_dates(const int32_t *day_numbers, size_t count, civil *out)
{
    for (size_t i = 0; i < count; i++) {
        date::year_month_day date{date::sys_days{date::days{day_numbers[i]}}};
        out[i] = {static_cast<int>(date.year()),
                  static_cast<uint8_t>(static_cast<unsigned>(date.month())),
                  static_cast<uint8_t>(static_cast<unsigned>(date.day())),
                  0,
                  0,
                  0,
                  0};
    }
}
