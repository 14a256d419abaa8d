/* abseil.h -- which Abseil it is, for C */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_ABSEIL_H
#define FUSEAU_BENCH_ABSEIL_H

#ifdef __cplusplus
extern "C" {
#endif

/* "20220623", or "head" where Abseil is not a release. */
const char *abseil_version(void);

#ifdef __cplusplus
}
#endif
#endif
