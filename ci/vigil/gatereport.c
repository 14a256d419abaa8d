/* SPDX-License-Identifier: MIT */
#include "gatereport.h"

const char *gate_verdict_name(enum gate_verdict verdict)
{
    static const char *const names[] = {"passed", "blocked", "could not judge"};
    return names[verdict];
}

const char *gate_door_name(enum gate_door door)
{
    static const char *const names[] = {"build and test", "examples", "fuzz", "review"};
    return names[door];
}

const char *gate_door_state_name(enum gate_door_state state)
{
    static const char *const names[] = {"passed", "blocked", "could not judge", "nothing to do",
                                        "not reached"};
    return names[state];
}

const char *gate_crash_fate_name(enum gate_crash_fate fate)
{
    static const char *const names[] = {"new", "on base", "known", "unconfirmed"};
    return names[fate];
}
