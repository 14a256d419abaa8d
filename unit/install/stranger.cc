// stranger.cc -- a C++ program of someone who only has what was installed, or taken along
// SPDX-License-Identifier: MIT
#include <fuseau/fuseau.h>

#include <iostream>
#include <memory>
#include <string_view>

namespace
{

struct release {
    void operator()(const fuseau_zone *zone) const
    {
        fuseau_zone_release(zone);
    }
};
using zone_pointer = std::unique_ptr<const fuseau_zone, release>;

zone_pointer zone_of(fuseau_tzdb *db, std::string_view name)
{
    const fuseau_zone *zone = nullptr;
    fuseau_tzdb_zone(db, name.data(), name.size(), FUSEAU_TZDB_EXACT_CASE, &zone);
    return zone_pointer(zone);
}

} // namespace

int main()
{
    const std::string_view line = "2024-07-11T01:14:00.5Z logged in";
    const std::string_view text = line.substr(0, line.find(' '));
    fuseau_rfc3339 read{};
    const fuseau_result result = fuseau_rfc3339_parse(text.data(), text.size(), nullptr, &read);
    if (result.error != FUSEAU_OK) {
        std::cerr << "byte " << result.at << ": " << fuseau_error_message(result.error) << '\n';
        return 1;
    }
    fuseau_tzdb *db = nullptr;
    if (fuseau_tzdb_open_bundled(&db).error != FUSEAU_OK &&
        fuseau_tzdb_open(nullptr, &db).error != FUSEAU_OK) {
        std::cerr << "there are no zones\n";
        return 1;
    }
    if (const zone_pointer tokyo = zone_of(db, "Asia/Tokyo")) {
        const fuseau_local_type *type = fuseau_zone_at(tokyo.get(), read.instant.seconds);
        std::cout << read.instant.seconds << ' ' << type->designation << ' '
                  << (fuseau_tzdb_source(db) == std::string_view("built-in") ? "built in"
                                                                             : "installed")
                  << '\n';
    }
    fuseau_tzdb_close(db);
}
