/* describe.h -- (private) what the issue of a crash says, gathered from store, files and rota */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_NIGHT_DESCRIBE_H
#define VIGIL_NIGHT_DESCRIBE_H

#include <stdbool.h>
#include <stddef.h>

#include "duty/duty.h"
#include "ledger.h"

struct describe {
    const struct ledger *ledger;
    const struct store_crash *known;
    const struct store_variant *variant; /* the one that the issue shows whole */
    const struct crash *crash;           /* it, from its files */
    const char *directory, *marker;      /* where these lie; the issue's */
    const struct duty *addressee;        /* NULL, or with reviewer NULL: nobody */
    bool withhold;                       /* what may be of use to an attacker is not shown */
};

/* Adds the body, with the other variants of the crash and every target that showed it. Where the
 * store cannot be read or memory ran out, body->failed is set: half of it must not be sent. */
void describe_body(const struct describe *describe, struct buffer *body);

/* Adds the labels, a line each: the crash's, then those in TARGET.labels, as ClusterFuzz takes
 * them, as many as an issue may have. */
void describe_labels(const struct crash *crash, struct buffer *labels);

/* Whom a new issue is addressed to; empty for nobody. */
const struct rota_reviewer *describe_addressee(const struct duty *addressee);

#endif
