/* libfuseau.h -- which libfuseau this is compiled against: this tree's, or that of a revision */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_LIBFUSEAU_H
#define FUSEAU_BENCH_LIBFUSEAU_H

/*
 * The files that speak to libfuseau are compiled twice where there is another revision to compare
 * with. For that one the build defines LIBFUSEAU_NAME as the revision, and what the files define
 * for others gets names of its own (CMakeLists.txt). For each it asks the headers whether they have
 * the calls that came later, and defines LIBFUSEAU_HAS_… as 1 or 0.
 */
#ifndef LIBFUSEAU_NAME
#define LIBFUSEAU_NAME    "fuseau"
#define LIBFUSEAU_VERSION "this tree"
#else
#define LIBFUSEAU_VERSION LIBFUSEAU_NAME
#endif

static inline const char *libfuseau_version(void)
{
    return LIBFUSEAU_VERSION;
}

#endif
