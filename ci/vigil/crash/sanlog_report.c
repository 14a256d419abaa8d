/* SPDX-License-Identifier: MIT */
#include "sanlog_report.h"

const char *sanlog_tool_name(enum sanlog_tool tool)
{
    static const char *const names[] = {
        [SANLOG_NONE] = "",
        [SANLOG_LIBC] = "libc",
        [SANLOG_LIBFUZZER] = "libFuzzer",
        [SANLOG_ASAN] = "AddressSanitizer",
        [SANLOG_LSAN] = "LeakSanitizer",
        [SANLOG_MSAN] = "MemorySanitizer",
        [SANLOG_TSAN] = "ThreadSanitizer",
        [SANLOG_UBSAN] = "UndefinedBehaviorSanitizer",
        [SANLOG_HWASAN] = "HWAddressSanitizer",
        [SANLOG_RTSAN] = "RealtimeSanitizer",
        [SANLOG_TYSAN] = "TypeSanitizer",
        [SANLOG_NSAN] = "NumericalStabilitySanitizer",
        [SANLOG_GWP_ASAN] = "GWP-ASan",
        [SANLOG_SCUDO] = "Scudo",
        [SANLOG_VALGRIND] = "Valgrind",
        [SANLOG_RUST] = "Rust",
        [SANLOG_GO] = "Go",
        [SANLOG_VIGIL] = "vigil",
    };
    return (size_t)tool < sizeof names / sizeof *names ? names[tool] : "";
}
