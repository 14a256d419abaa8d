/* SPDX-License-Identifier: MIT */
/* with: clang-protector gcc-protector */
#include <string.h>

static volatile char kept;

static void __attribute__((noinline)) copy_name(const char *name)
{
    char into[8];
    strcpy(into, name);
    kept = into[0];
}

int main(void)
{
    const char *volatile name = "America/Argentina/Buenos_Aires/and/further";
    copy_name(name);
    return 0;
}
