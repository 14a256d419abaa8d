/* pushgateway.h -- pure: where a Pushgateway keeps the metrics of a project */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_PUSHGATEWAY_H
#define VIGIL_PUSHGATEWAY_H

#include "buffer.h"

/* "http://host:9091" and "fuseau" make "http://host:9091/metrics/job/vigil/instance/fuseau". A
 * project that a path cannot hold as it is ("a/b", "..") is written as instance@base64/YS9i; any
 * bytes will do. */
void pushgateway_url(const char *base, const char *project, struct buffer *into);

#endif
