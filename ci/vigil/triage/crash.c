/* SPDX-License-Identifier: MIT */
#include "crash.h"

void crash_free(struct crash *crash)
{
    buffer_free(&crash->input);
    buffer_free(&crash->minimised);
    buffer_free(&crash->marks);
    buffer_free(&crash->log);
}
