/* rfc3339_abseil.cc -- Abseil as reader and writer, for C: a batch a call, so the way costs nothing
 */
/* SPDX-License-Identifier: MIT */
#include "rfc3339_abseil.h"

#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include <absl/strings/string_view.h>
#include <absl/time/time.h>

/* No error text is asked for: making one costs more than refusing does. */
static reading parse(const text &text)
{
    absl::Time time;
    if (!absl::ParseTime(absl::RFC3339_full, absl::string_view(text.packed, text.size), &time,
                         nullptr)) {
        return {0, 0, false};
    }
    timespec since_1970 = absl::ToTimespec(time);
    return {since_1970.tv_sec, static_cast<int32_t>(since_1970.tv_nsec), true};
}

void abseil_parse_batch(const text *texts, size_t count, reading *out)
{
    for (size_t i = 0; i < count; i++) {
        out[i] = parse(texts[i]);
    }
}

using Moments = std::vector<std::pair<absl::Time, absl::TimeZone>>;

void *abseil_moments_new(const moment *moments, size_t count)
{
    auto *made = new Moments;
    made->reserve(count);
    for (size_t i = 0; i < count; i++) {
        made->emplace_back(absl::FromUnixSeconds(moments[i].seconds) +
                               absl::Nanoseconds(moments[i].nanoseconds),
                           absl::FixedTimeZone(moments[i].offset_seconds));
    }
    return made;
}

void abseil_moments_free(void *moments)
{
    delete static_cast<Moments *>(moments);
}

static const char *format_of(writing writing)
{
    switch (writing) {
    case WRITE_FRACTION:
        return "%Y-%m-%d%ET%H:%M:%E9S%Ez";
    case WRITE_ZULU:
        return "%Y-%m-%d%ET%H:%M:%SZ";
    default:
        return absl::RFC3339_full;
    }
}

void abseil_write(const write_sample *sample, size_t count, line *out)
{
    const Moments &moments = *static_cast<const Moments *>(sample->abseil);
    const absl::string_view format = format_of(sample->writing);
    for (size_t i = 0; i < count; i++) {
        std::string text = absl::FormatTime(format, moments[i].first, moments[i].second);
        out[i].size = text.size() <= LINE_MAX_SIZE ? text.size() : 0;
        std::memcpy(out[i].bytes, text.data(), out[i].size);
    }
}
