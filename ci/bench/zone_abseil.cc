/* zone_abseil.cc -- absl::TimeZone (cctz) for C: a batch a call, so that the way costs nothing */
/* SPDX-License-Identifier: MIT */
#include "zone_abseil.h"

#include <vector>

#include <absl/time/civil_time.h>
#include <absl/time/time.h>

using Zones = std::vector<absl::TimeZone>;
using Locals = std::vector<absl::CivilSecond>;

void *abseil_open(const char *const *names, size_t count)
{
    auto *zones = new Zones(count);
    for (size_t i = 0; i < count; i++) {
        absl::LoadTimeZone(names[i], &(*zones)[i]); /* UTC if it fails */
    }
    return zones;
}

void abseil_close(void *zones, size_t)
{
    delete static_cast<Zones *>(zones);
}

void abseil_offsets(void *zones, const questions *questions, size_t count, int32_t *out)
{
    const absl::TimeZone *zone = static_cast<Zones *>(zones)->data();
    for (size_t i = 0; i < count; i++) {
        out[i] = zone[questions->zone[i]].At(absl::FromUnixSeconds(questions->seconds[i])).offset;
    }
}

/* `pre` is by the offset before the change, which in a fold gives the earlier instant. */
void abseil_instants(void *zones, const questions *questions, size_t count, int64_t *out)
{
    const absl::TimeZone *zone = static_cast<Zones *>(zones)->data();
    const absl::CivilSecond *local = static_cast<Locals *>(questions->abseil_local)->data();
    for (size_t i = 0; i < count; i++) {
        out[i] = absl::ToUnixSeconds(zone[questions->zone[i]].At(local[i]).pre);
    }
}

void abseil_civils(void *zones, const questions *questions, size_t count, civil *out)
{
    const absl::TimeZone *zone = static_cast<Zones *>(zones)->data();
    for (size_t i = 0; i < count; i++) {
        auto info = zone[questions->zone[i]].At(absl::FromUnixSeconds(questions->seconds[i]));
        out[i].year = static_cast<int32_t>(info.cs.year());
        out[i].month = static_cast<uint8_t>(info.cs.month());
        out[i].day = static_cast<uint8_t>(info.cs.day());
        out[i].hour = static_cast<uint8_t>(info.cs.hour());
        out[i].minute = static_cast<uint8_t>(info.cs.minute());
        out[i].second = static_cast<uint8_t>(info.cs.second());
        out[i].offset_seconds = info.offset;
    }
}

void abseil_by_name(void *zones, const questions *questions, size_t count, uint8_t *out)
{
    const absl::TimeZone *zone = static_cast<Zones *>(zones)->data();
    for (size_t i = 0; i < count; i++) {
        absl::string_view name(questions->name[i], questions->name_size[i]);
        absl::TimeZone found;
        out[i] = absl::LoadTimeZone(name, &found) && found == zone[questions->zone[i]];
    }
}

void abseil_dates(const int32_t *day_numbers, size_t count, civil *out)
{
    const absl::CivilDay first(1970, 1, 1);
    for (size_t i = 0; i < count; i++) {
        absl::CivilDay date = first + day_numbers[i];
        out[i] = {static_cast<int32_t>(date.year()),
                  static_cast<uint8_t>(date.month()),
                  static_cast<uint8_t>(date.day()),
                  0,
                  0,
                  0,
                  0};
    }
}

void *abseil_locals_new(const civil *local, size_t count)
{
    auto *locals = new Locals;
    locals->reserve(count);
    for (size_t i = 0; i < count; i++) {
        locals->emplace_back(local[i].year, local[i].month, local[i].day, local[i].hour,
                             local[i].minute, local[i].second);
    }
    return locals;
}

void abseil_locals_free(void *locals)
{
    delete static_cast<Locals *>(locals);
}
