/* zone_icu_name.cc -- icu::TimeZone by its name, for C: ICU's C calls make a calendar at once */
/* SPDX-License-Identifier: MIT */
#include "zone_icu_name.h"

#include <memory>
#include <vector>

#include <unicode/timezone.h>

using Names = std::vector<icu::UnicodeString>;

void *icu_names_new(const char *const *names, size_t count)
{
    auto *made = new Names;
    for (size_t i = 0; i < count; i++) {
        made->emplace_back(names[i]);
    }
    return made;
}

void icu_names_free(void *names)
{
    delete static_cast<Names *>(names);
}

/* For a name that it does not know ICU has a zone "Etc/Unknown". */
void icu_by_name(void *, const questions *questions, size_t count, uint8_t *out)
{
    const Names &names = *static_cast<const Names *>(questions->icu_name);
    for (size_t i = 0; i < count; i++) {
        const icu::UnicodeString &name = names[questions->zone[i]];
        std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(name));
        icu::UnicodeString found;
        out[i] = zone && zone->getID(found) == name;
    }
}
