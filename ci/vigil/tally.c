/* SPDX-License-Identifier: MIT */
#include "tally.h"

#include <stdio.h>

bool tally_counts(const struct report_crash *crash, enum lifecycle_fate fate)
{
    if (fate == FATE_NEW) {
        return crash->fate == FATE_NEW || crash->fate == FATE_DIGESTED;
    }
    return crash->fate == fate && (fate != FATE_KNOWN || crash->seen);
}

size_t tally_fate(const struct report *report, enum lifecycle_fate fate)
{
    size_t count = 0;
    for (size_t i = 0; i < report->crash_count; i++) {
        count += tally_counts(&report->crashes[i], fate);
    }
    return count;
}

const struct report_night *tally_tonight(const struct report *report)
{
    static const struct report_night none = {.status = -1};
    return report->night_count > 0 ? &report->nights[report->night_count - 1] : &none;
}

double tally_rate(uint64_t executions, double seconds)
{
    return seconds > 0 ? (double)executions / seconds : 0;
}

const char *tally_verdict(int verdict)
{
    switch (verdict) {
    case VERDICT_CLEAN:
        return "Clean";
    case VERDICT_FINDINGS:
        return "Findings";
    case VERDICT_COULD_NOT:
        return "Not all done";
    default:
        return "Cut short";
    }
}

void tally_digits(struct buffer *into, uint64_t count)
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%llu", (unsigned long long)count);
    for (int i = 0; i < length; i++) {
        buffer_text(into, i > 0 && (length - i) % 3 == 0 ? "," : "");
        buffer_add(into, digits + i, 1);
    }
}
