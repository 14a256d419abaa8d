/* tzif_seeds.c -- writes the seeds of corpus/tzif */
/* SPDX-License-Identifier: MIT */

/*
 * tzif_seeds CORPUS/tzif
 *
 * The directories accept and reject must be there. tzif_seeds_test says whether what is there is
 * what this would write.
 */
#include <stdio.h>

#include "tzif_seeds.h"

static int write_seed(const char *folder, const char *verdict, const struct tzif_seed *seed)
{
    static struct tzif_bytes bytes;
    char path[4096];
    tzif_seed_build(seed, &bytes);
    const int length = snprintf(path, sizeof path, "%s/%s/%s", folder, verdict, seed->name);
    FILE *const file = length < (int)sizeof path ? fopen(path, "wb") : NULL;
    const int written = file && fwrite(bytes.byte, 1, bytes.size, file) == bytes.size;
    if (!file || fclose(file) != 0 || !written) {
        fprintf(stderr, "%s: not written\n", path);
        return 1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    int failed = 0;
    if (argc != 2) {
        fputs("usage: tzif_seeds CORPUS/tzif\n", stderr);
        return 2;
    }
    for (size_t i = 0; i < sizeof accepted_seeds / sizeof *accepted_seeds; i++) {
        failed |= write_seed(argv[1], "accept", &accepted_seeds[i]);
    }
    for (size_t i = 0; i < sizeof refused_seeds / sizeof *refused_seeds; i++) {
        failed |= write_seed(argv[1], "reject", &refused_seeds[i]);
    }
    return failed;
}
