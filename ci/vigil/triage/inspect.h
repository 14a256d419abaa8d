/* inspect.h -- what a file is, by its bytes: a program, of libFuzzer, with sanitizer and symbols */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_INSPECT_H
#define VIGIL_TRIAGE_INSPECT_H

#include <stdbool.h>

/* Nothing is run. What a statically linked program holds of a library it holds as names and
 * messages, which are found also where its symbols were stripped. */
struct inspected {
    bool readable;  /* a regular file that was read; where not, all below is false */
    bool elf;       /* an ELF file … */
    bool program;   /* … that can be started: no object file and no library */
    bool entry;     /* holds LLVMFuzzerTestOneInput or LLVMFuzzerRunDriver: ClusterFuzz's rule */
    bool libfuzzer; /* ELF: libFuzzer is linked to it */
    bool sanitizer; /* ELF: the runtime of a sanitizer is, other than UBSan's, which clang links to
                       every target */
    bool symbols; /* ELF: it has a table of symbols or debug information, or names the file that has
                     them */
};

void inspect_file(const char *path, struct inspected *found);

#endif
