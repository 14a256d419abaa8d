/* SPDX-License-Identifier: MIT */
#include "inspect.h"

#include <elf.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/span.h"

/* The call that every checked program begins with, also into a library; or, where symbols were
 * stripped, what the runtime reads its options from. ASan's brings LSan's along, and even UBSan's
 * speaks of ASan's. */
static const char *const runtimes[] = {
    "__asan_init",  "__msan_init", "MSAN_OPTIONS", "__tsan_init",  "TSAN_OPTIONS", "__lsan_init",
    "LSAN_OPTIONS", "__nsan_init", "__tysan_init", "__rtsan_init", "__hwasan_init"};

static bool holds(struct span file, const char *words)
{
    return file.size > 0 && memmem(file.text, file.size, words, strlen(words)) != NULL;
}

/* Copies a header out of the file, which may be cut and need not be aligned. */
static bool take_header(struct span file, uint64_t offset, void *into, size_t size)
{
    if (offset > file.size || file.size - offset < size) {
        return false;
    }
    memcpy(into, file.text + offset, size);
    return true;
}

/* Whether the sections that name or describe functions are there: the first does for a report's
 * functions, the second for its lines, the others say where they lie. */
static bool has_symbols(struct span file, const Elf64_Ehdr *header)
{
    static const char *const names[] = {".symtab", ".debug_info", ".gnu_debuglink",
                                        ".gnu_debugdata"};
    Elf64_Shdr strings, section;
    if (header->e_shentsize != sizeof section ||
        !take_header(file, header->e_shoff + (uint64_t)header->e_shstrndx * sizeof section,
                     &strings, sizeof strings)) {
        return false;
    }
    for (unsigned i = 0; i < header->e_shnum; i++) {
        if (!take_header(file, header->e_shoff + (uint64_t)i * sizeof section, &section,
                         sizeof section)) {
            return false;
        }
        for (size_t j = 0; j < sizeof names / sizeof *names; j++) {
            char name[16];
            size_t size = strlen(names[j]) + 1;
            if (take_header(file, strings.sh_offset + section.sh_name, name, size) &&
                memcmp(name, names[j], size) == 0) {
                return true;
            }
        }
    }
    return false;
}

static void inspect_elf(struct span file, struct inspected *found)
{
    Elf64_Ehdr header;
    found->elf = file.size > SELFMAG && memcmp(file.text, ELFMAG, SELFMAG) == 0;
    if (!found->elf) {
        return;
    }
    found->libfuzzer = holds(file, "LLVMFuzzerCustomMutator") && holds(file, "libFuzzer: ");
    for (size_t i = 0; i < sizeof runtimes / sizeof *runtimes; i++) {
        found->sanitizer = found->sanitizer || holds(file, runtimes[i]);
    }
    /* Of a file for another kind of machine no more is asked than whether it holds the words. */
    if (file.text[EI_CLASS] != ELFCLASS64 || file.text[EI_DATA] != ELFDATA2LSB ||
        !take_header(file, 0, &header, sizeof header)) {
        found->program = found->symbols = true;
        return;
    }
    found->program = (header.e_type == ET_EXEC || header.e_type == ET_DYN) && header.e_entry != 0;
    found->symbols = has_symbols(file, &header);
}

void inspect_file(const char *path, struct inspected *found)
{
    struct stat status;
    memset(found, 0, sizeof *found);
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        return;
    }
    found->readable = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
    if (found->readable && status.st_size > 0) {
        struct span file = {NULL, (size_t)status.st_size};
        void *bytes = mmap(NULL, file.size, PROT_READ, MAP_PRIVATE, descriptor, 0);
        found->readable = bytes != MAP_FAILED;
        if (found->readable) {
            file.text = bytes;
            found->entry =
                holds(file, "LLVMFuzzerTestOneInput") || holds(file, "LLVMFuzzerRunDriver");
            inspect_elf(file, found);
            (void)munmap(bytes, file.size);
        }
    }
    (void)close(descriptor);
}
