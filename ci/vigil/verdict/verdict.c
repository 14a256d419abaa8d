/* SPDX-License-Identifier: MIT */
#include "verdict.h"

const char *conclusion_name(enum conclusion verdict)
{
    static const char *const names[] = {"passed", "blocked", "could not judge"};
    return names[verdict];
}

const char *door_name(enum door door)
{
    static const char *const names[] = {"build and test", "examples", "fuzz", "review"};
    return names[door];
}

const char *door_state_name(enum door_state state)
{
    static const char *const names[] = {"passed", "blocked", "could not judge", "nothing to do",
                                        "not reached"};
    return names[state];
}

const char *verdict_crash_fate_name(enum verdict_crash_fate fate)
{
    static const char *const names[] = {"new", "on base", "known", "unconfirmed"};
    return names[fate];
}
