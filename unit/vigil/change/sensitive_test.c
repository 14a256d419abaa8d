/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "base/buffer.h"
#include "change/sensitive.h"

static bool every_line(void *context, unsigned line)
{
    (void)context, (void)line;
    return true;
}

/* "localtime struct-tm": what is found, in its order. */
static void find(const char *text, sensitive_wanted *wanted, bool places, struct buffer *into)
{
    struct sensitive_lines lines;
    char *copy = exact_copy(text, strlen(text));
    assert_true(sensitive_find(copy, strlen(text), LANGUAGE_C, wanted, NULL, &lines));
    buffer_text(into, "");
    for (size_t i = 0; i < lines.count; i++) {
        const struct sensitive_line *line = &lines.list[i];
        buffer_format(into, "%s%s", i > 0 ? " " : "", line->rule->id);
        if (places) {
            buffer_format(into, ":%u:%u+%u", line->line, line->column, line->width);
        }
    }
    sensitive_free(&lines);
    free(copy);
}

/* The text is the row's name. */
struct row {
    const char *name, *found;
};

static const struct row rows[] = {
    /* Calls. */
    {"struct when *w = localtime(&now);", "localtime"},
    {"if (localtime (p)) {}", "localtime"},
    {"/* localtime(&now) */", ""},
    {"puts(\"localtime(&now)\");", ""},
    {"my_localtime(&now);", ""},
    {"zone->localtime(&now);", ""},
    {"zone.localtime(&now);", ""},
    {"int localtime;", ""},
    {"return localtime(&now)->hour;", "localtime"},
    {"static struct when *localtime(int); x = localtime(3);", ""},
    {"localtime_r(&now, &parts);", "localtime-r"},
    {"return localtime_r(&now, &parts) != NULL;", "localtime-r"},
    {"// localtime_r(&now, &parts);", ""},
    {"localtime_rs(&now, &parts);", ""},
    {"w = gmtime(&now);", "gmtime"},
    {"#define NOW gmtime(&now)", "gmtime"},
    {"w = gmtimes(&now);", ""},
    {"char c[] = \"gmtime(\";", ""},
    {"gmtime_r(&now, &parts);", "gmtime-r"},
    {"x = f(gmtime_r(&now, &parts));", "gmtime-r"},
    {"'gmtime_r(';", ""},
    {"gmtime_x(&now, &parts);", ""},
    {"t = mktime(&parts);", "mktime"},
    {"t = timelocal(&parts);", "mktime"},
    {"t = mktime_z(zone, &parts);", ""},
    {"/* mktime(\n) */ // mktime()", ""},
    {"mktime = 3;", ""},
    {"t = timegm(&parts);", "timegm"},
    {"f(timegm(&parts), timegm(&parts));", "timegm"},
    {"t = portable_timegm(&parts);", ""},
    {"\"timegm(\" x \"timegm(\"", ""},
    {"end = strptime(text, \"%F\", &parts);", "strptime"},
    {"if (!strptime(text, format, &parts))", "strptime"},
    {"end = strptime_l_mine(text);", ""},
    {"# error strptime_missing(", ""},
    {"tzset();", "tzset"},
    {"for (;; tzset()) {}", "tzset"},
    {"_tzset_mine();", ""},
    {"int tzset = 1;", ""},
    {"puts(ctime(&now));", "ctime"},
    {"asctime_r(&parts, text); ctime_r(&now, text);", "ctime"},
    {"time_t ctime; f(ctime);", ""},
    {"status.ctime(1);", ""},
    {"w = getdate(text);", "getdate"},
    {"getdate_r(text, &parts);", "getdate"},
    {"w = getdates(text);", ""},
    {"/* getdate(text) */", ""},
    {"gettimeofday(&now, NULL);", "gettimeofday"},
    {"(void)gettimeofday(&now, 0);", "gettimeofday"},
    {"get_time_of_day(&now);", ""},
    {"\"gettimeofday(&now)\"", ""},
    /* Formats. */
    {"strftime(text, room, \"%H:%M %Z\", &parts);", "strftime-zone"},
    {"strftime(text, sizeof text, \"%s\", &parts);", "strftime-zone"},
    {"strftime(text, f(1), \"%F\" \"%-10Z\", &parts);", "strftime-zone"},
    {"wcsftime(text, room, L\"%Z\", &parts);", "strftime-zone"},
    {"strftime(text, room, \"%H:%M%%Z %z %S\", &parts);", ""},
    {"strftime(text, room, \"%F\", &parts); printf(\"%s\", text);", ""},
    {"printf(\"%Z %s\", text);", ""},
    {"(strftime)(text, room, \"%Z\", &parts);", "strftime-zone"},
    {"(strftime)(text, room, \"%F\", &parts) + f(\"%Z\");", ""},
    {"parts = (localtime)(&now);", "localtime"},
    {"use((localtime), now);", ""},
    {"call((strftime), \"%Z\");", ""},
    {"strftime_mine(text, room, \"%Z\", &parts);", ""},
    /* The environment and the globals. */
    {"getenv(\"TZ\");", "tz-variable"},
    {"setenv(\"TZ\", \"UTC\", 1); unsetenv(\"TZ\");", "tz-variable"},
    {"putenv(\"TZ=UTC\");", "tz-variable"},
    {"secure_getenv(\"TZ\");", "tz-variable"},
    {"getenv(\"TZDIR\");", ""},
    {"getenv(\"HOME\"); f(\"TZ\");", ""},
    {"/* setenv(\"TZ\", \"UTC\", 1) */", ""},
    {"putenv(\"TZDIR=/x\");", ""},
    {"t = t - timezone;", "timezone-globals"},
    {"if (daylight) puts(tzname[1]);", "timezone-globals"},
    {"extern long timezone; x = -timezone;", "timezone-globals"},
    {"puts(tzname[0]);", "timezone-globals"},
    {"const char *timezone = f(); g(timezone);", ""},
    {"void f(bool daylight) { g(daylight); }", ""},
    {"rule->daylight = rule.timezone;", ""},
    {"struct timezone zone; timezone();", ""},
    {"\"timezone\"; /* daylight */", ""},
    {"my_timezone = timezones;", ""},
    {"#include <timezone.h>", ""},
    /* struct tm. */
    {"struct tm parts;", "struct-tm"},
    {"f((struct tm){0});", "struct-tm"},
    {"struct\ntm *parts;", "struct-tm"},
    {"struct tms usage;", ""},
    {"// struct tm parts", ""},
    {"int tm = 3;", ""},
    {"parts.tm_isdst = -1;", "tm-isdst"},
    {"if (parts->tm_isdst > 0) {}", "tm-isdst"},
    {"parts.tm_isdst_known = 1;", ""},
    {"\"tm_isdst\";", ""},
    {"year = parts.tm_year + 1900;", "tm-year"},
    {"{.tm_year = 124}", "tm-year"},
    {"parts.tm_yearly = 1;", ""},
    {"/* tm_year */", ""},
    /* Integers. */
    {"int apart = difftime(a, b);", "difftime"},
    {"x = (long)difftime(a, b);", "difftime"},
    {"const time_t apart = difftime(a, b);", "difftime"},
    {"unsigned int apart = difftime(a, b);", "difftime"},
    {"double apart = difftime(a, b);", ""},
    {"x = (double)difftime(a, b) / 2;", ""},
    {"if (difftime(a, b) < 3) {}", ""},
    {"int x = my_difftime(a, b);", ""},
    {"x = (int)time(NULL);", "time-narrowed"},
    {"time_t now; x = (uint32_t)now;", "time-narrowed"},
    {"struct s { time_t began; }; x = (unsigned long)self->began;", "time-narrowed"},
    {"void f(time_t *now) { x = (int)*now; }", "time-narrowed"},
    {"x = (long)spec.tv_sec;", "time-narrowed"},
    {"x = (unsigned)(spec->tv_sec);", "time-narrowed"},
    {"time_t now; x = (int64_t)now;", ""},
    {"time_t now; x = (long long)now;", ""},
    {"time_t now; x = (int)later;", ""},
    {"time_t now; x = (int)f(now);", ""},
    {"time_t now; f(int)now;", ""},
    {"/* (int)time(NULL) */", ""},
    {"x = (intptr_t)time(NULL);", ""},
    {"t = (time_t)wide;", "cast-to-time-t"},
    {"return (time_t)(a + b);", "cast-to-time-t"},
    {"t = (time_t)-n;", "cast-to-time-t"},
    {"if (t == (time_t)-1) {}", ""},
    {"t = (time_t)0;", ""},
    {"t = (time_t)(-1);", ""},
    {"x = sizeof(time_t) * n;", ""},
    {"time_t f(time_t); int g(time_t);", ""},
    {"\"(time_t)wide\";", ""},
    {"int seconds;", "seconds-32"},
    {"uint32_t unix_seconds = f();", "seconds-32"},
    {"void f(unsigned int timestamp, int x);", "seconds-32"},
    {"static const int32_t epoch = 0;", "seconds-32"},
    {"int64_t seconds;", ""},
    {"time_t seconds; long long timestamp;", ""},
    {"int timeout_seconds; int32_t offset_seconds;", ""},
    {"int seconds_of(int x);", ""},
    {"char timestamp[32]; int second;", ""},
    {"return (int)seconds;", ""},
    {"/* int seconds; */", ""},
    {"int now = time(NULL);", "time-in-int"},
    {"unsigned long seed = time(0);", "time-in-int"},
    {"long began = time (&x);", "time-in-int"},
    {"time_t now = time(NULL);", ""},
    {"int64_t now = time(NULL);", ""},
    {"int now = my_time(NULL);", ""},
    {"int x = time;", ""},
    {"double now = time(NULL);", ""},
    /* Days and years. */
    {"next = t + 86400;", "day-arithmetic"},
    {"days = t / 86400L;", "day-arithmetic"},
    {"t += 24 * 60 * 60;", "day-arithmetic"},
    {"t = 3600 * 24 * n + t;", "day-arithmetic"},
    {"t -= (time_t)(60 * 60 * 24 * 7);", "day-arithmetic"},
    {"week = now % 604800u;", "day-arithmetic"},
    {"t = n * (int64_t)86400;", "day-arithmetic"},
    {"x = (86400 * n);", "day-arithmetic"},
    {"x = f() - 86400;", "day-arithmetic"},
    {"ms = days * 86'400'000;", "day-arithmetic"},
    {"#define DAY (24 * 60 * 60)\nx = t + DAY;", "day-arithmetic"},
    {"#define DAY 86400\nx = t + DAY;", "day-arithmetic"},
    {"#define DAY 86400\nsleep(DAY);", ""},
    {"#define DAY (24 * 60 * 60)", ""},
    {"sleep(86400);", ""},
    {"const int day = 24 * 60 * 60;", ""},
    {"if (t < 86400 || t > -86400) {}", ""},
    {"x = -86400;", ""},
    {"f(-86400, -86400);", ""},
    {"x = t + 86401;", ""},
    {"x = t + 0x86400;", ""},
    {"x = a86400 + 1;", ""},
    {"x = width * 1200 * 72;", ""},
    {"x = t + FUSEAU_SECONDS_PER_DAY;", ""},
    {"\"t + 86400\"; // t + 86400", ""},
    {"t + 31536000;", "year-arithmetic"},
    {"age = t / (365 * 24 * 3600);", "year-arithmetic"},
    {"age = t / 31557600.0;", "year-arithmetic"},
    {"t += 365 * 86400;", "year-arithmetic"},
    {"limit = 31536000;", ""},
    {"x = 365 * n;", ""},
    {"max_age(365 * 24 * 3600);", ""},
    {"/* t + 31536000 */", ""},
    /* Intervals. */
    {"clock_gettime(CLOCK_REALTIME, &a); x = b.tv_sec - a.tv_sec;", "realtime-interval"},
    {"clock_gettime(CLOCK_REALTIME, &b); x = b.tv_sec - a.tv_sec;", "realtime-interval"},
    {"clock_gettime(CLOCK_REALTIME, &s->b); x = s->b.tv_nsec - 3;", "realtime-interval"},
    {"clock_gettime(CLOCK_MONOTONIC, &a); x = b.tv_sec - a.tv_sec;", ""},
    {"clock_gettime(CLOCK_REALTIME, &a); x = a.tv_sec + 3;", ""},
    {"clock_gettime(CLOCK_REALTIME, &c); x = b.tv_sec - a.tv_sec;", ""},
    /* Text that is no C is read all the same. */
    {"", ""},
    {"localtime", ""},
    {"localtime(", "localtime"},
    {"(", ""},
    {"(time_t)", ""},
    {"struct", ""},
    {"86400 +", "day-arithmetic"},
    {"+ 86400", ""},
    {"#define", ""},
    {"#define DAY 86400", ""},
    {"#include <a.h", ""},
    {"strftime(\"%Z", "strftime-zone"},
    {"\"%", ""},
    {"x = y) - 86400;", "day-arithmetic"},
    {"- tv_sec - . tv_sec -", ""},
};

static void row_finds(void **state)
{
    const struct row *row = *state;
    struct buffer found = {0};
    find(row->name, every_line, false, &found);
    if (strcmp(found.data, row->found) != 0) {
        fail_msg("in \"%s\" expected \"%s\", found \"%s\"", row->name, row->found, found.data);
    }
    buffer_free(&found);
}

static const char several[] = "#include <time.h>\n"
                              "int f(void)\n"
                              "{\n"
                              "\tstruct tm *p = localtime(&now), *q = localtime(&then);\n"
                              "    strftime(text, sizeof text,\n"
                              "             \"%Z\", p); mktime(p);\n"
                              "    return p->tm_year + 86400 +\n"
                              "           86400;\n"
                              "}\n";

static void lines_and_columns_are_told(void **state)
{
    struct buffer found = {0};
    (void)state;
    find(several, every_line, true, &found);
    assert_string_equal(found.data, "struct-tm:4:2+6 localtime:4:17+9 strftime-zone:6:14+4 "
                                    "mktime:6:24+6 tm-year:7:15+7 day-arithmetic:7:25+5 "
                                    "day-arithmetic:8:12+5");
    buffer_free(&found);
}

static bool line_six(void *context, unsigned line)
{
    (void)context;
    return line == 6;
}

static void only_lines_that_are_wanted(void **state)
{
    struct buffer found = {0};
    (void)state;
    find(several, line_six, true, &found);
    assert_string_equal(found.data, "strftime-zone:6:14+4 mktime:6:24+6");
    buffer_free(&found);
}

/* Whether the rows hold two lines that the rule finds. */
static size_t found_by(const char *id)
{
    size_t count = 0;
    for (size_t i = 0; i < COUNT(rows); i++) {
        count += strcmp(rows[i].found, id) == 0 ? 1 : 0;
    }
    return count;
}

static bool is_sentence(const char *text)
{
    size_t size = strlen(text);
    return size > 20 && text[size - 1] == '.' && strstr(text, "  ") == NULL &&
           strchr(text, '\n') == NULL;
}

static void each_rule_says_why_and_is_tested(void **state)
{
    size_t count;
    const struct sensitive_rule *rules = sensitive_rules(&count);
    (void)state;
    assert_true(count > 20);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(strspn(rules[i].id, "abcdefghijklmnopqrstuvwxyz0123456789-"),
                         strlen(rules[i].id));
        assert_true(strlen(rules[i].title) > 4 && strlen(rules[i].title) < 60);
        if (!is_sentence(rules[i].reason) || !is_sentence(rules[i].better)) {
            fail_msg("%s: no sentence", rules[i].id);
        }
        if (found_by(rules[i].id) < 2) {
            fail_msg("%s: %zu rows", rules[i].id, found_by(rules[i].id));
        }
        for (size_t j = 0; j < i; j++) {
            assert_string_not_equal(rules[i].id, rules[j].id);
        }
    }
}

static void much_of_it_takes_no_longer(void **state)
{
    static const char *const parts[] = {"strftime(",         "a * ",   "(int)((",     "timezone ",
                                        "time_t a; (int)a;", "86400*", "localtime() "};
    (void)state;
    for (size_t i = 0; i < COUNT(parts); i++) {
        struct buffer text = {0}, found = {0};
        for (int j = 0; j < 20000; j++) {
            buffer_text(&text, parts[i]);
        }
        find(text.data, every_line, false, &found);
        buffer_free(&text);
        buffer_free(&found);
    }
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows) + 4];
    const struct CMUnitTest others[] = {
        cmocka_unit_test(lines_and_columns_are_told),
        cmocka_unit_test(only_lines_that_are_wanted),
        cmocka_unit_test(each_rule_says_why_and_is_tested),
        cmocka_unit_test(much_of_it_takes_no_longer),
    };
    size_t count = 0;
    ADD_ROWS(tests, count, rows, row_finds);
    memcpy(tests + count, others, sizeof others);
    return cmocka_run_group_tests_name("sensitive", tests, NULL, NULL);
}
