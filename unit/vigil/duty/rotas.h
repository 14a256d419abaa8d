/* rotas.h -- rotas for tests, from texts that must be right */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_ROTAS_H
#define VIGIL_ROTAS_H

#include "rows.h"

#include <stdbool.h>

#include "duty/duty.h"
#include "duty/rota.h"

/* To be freed. */
static inline void read_text(const char *text, struct rota *rota)
{
    struct fault fault = {""};
    FILE *stream = fmemopen((void *)(uintptr_t)text, strlen(text), "r");
    assert_non_null(stream);
    bool read = rota_read_stream(stream, "rota.ini", rota, &fault);
    assert_int_equal(fclose(stream), 0);
    if (!read) {
        fail_msg("%s", fault.text);
    }
}

static inline int32_t day_of(const char *date)
{
    int32_t day = 0;
    assert_true(duty_read_date(date, &day));
    return day;
}

#define WINDOW(start, end) "start = " start "\nend = " end "\n"
#define SIX_TO_TEN         WINDOW("06:00", "10:00")
#define ALL_DAY            "zone = UTC\nhours = 00:00-24:00\n"

#endif
