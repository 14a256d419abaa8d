/* hook.c -- libFuzzer's door to the mutator; other engines pass it by */
/* SPDX-License-Identifier: MIT */
#include "mutate/mutate.h"

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room, unsigned int seed);

/* Weak: replay and other engines have no such function. */
__attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t room);

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room, unsigned int seed)
{
    return mutate(FUZZ_TARGET, LLVMFuzzerMutate, data, size, room, seed);
}
