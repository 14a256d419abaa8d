/* reception.h -- a crash, however it was come by: counted if it is known, else kept and studied */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_RECEPTION_H
#define VIGIL_RECEPTION_H

#include <stdbool.h>
#include <stddef.h>

#include "ledger.h"
#include "settings.h"
#include "store.h"
#include "target.h"

struct reception {
    struct ledger *ledger;
    const struct settings *settings;
    const struct target *target;
    const char *work; /* a directory for candidates */
};

/* An input and the log of the run that died of it. False: it is neither known nor kept, so whoever
 * has it must keep it; the ledger was told why. */
bool reception_take(const struct reception *reception, const void *input, size_t size,
                    const char *log, size_t log_size);

/* One file alone, replayed. *crashed says whether it crashed; then it is taken as above. False,
 * with a fault, when the target cannot be run on it, and when what came of it is not kept. */
bool reception_replay(const struct reception *reception, const char *path, bool *crashed,
                      struct fault *fault);

/* A crash of a former night, looked at again: it still comes, or it is mended, or nobody knows. One
 * that was never studied to the end is. False, with a fault, when the target cannot be run. */
bool reception_revisit(const struct reception *reception, const struct store_variant *variant,
                       struct fault *fault);

#endif
