/* cpu.h -- (private) which instructions the processor has beyond those that every one has */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CPU_H
#define FUSEAU_CPU_H

#include <stdbool.h>

/*
 * What needs such instructions is compiled for them function by function (CPU_SSE41 and the like),
 * and called only where the processor was asked before. Asking is a load and a test: the compiler's
 * own support code asks the processor once, when the program starts. Where the whole library is
 * compiled for a processor that has them, the answer is a constant.
 *
 * FUSEAU_PORTABLE leaves all of that out: then the plain code of every other machine is what runs.
 */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(FUSEAU_PORTABLE)
#define CPU_IS_X86 1
#include <immintrin.h>
#define CPU_SSE41 __attribute__((target("ssse3,sse4.1")))
#define CPU_AVX2  __attribute__((target("ssse3,sse4.1,sse4.2,avx2,bmi,bmi2")))

#if defined(__SSE4_1__) && defined(__SSSE3__)
static inline bool cpu_has_sse41(void)
{
    return true;
}
#else
static inline bool cpu_has_sse41(void)
{
    return __builtin_cpu_supports("sse4.1"); /* who has these has SSSE3 */
}
#endif

#if defined(__AVX2__) && defined(__BMI2__)
static inline bool cpu_has_avx2(void)
{
    return true;
}
#else
static inline bool cpu_has_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
}
#endif

#else
#define CPU_IS_X86 0
#endif

/* NEON is in every 64-bit ARM processor. Where the highest byte comes first it is left alone. */
#if defined(__aarch64__) && defined(__ARM_NEON) && defined(__GNUC__) &&                            \
    __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ && !defined(FUSEAU_PORTABLE)
#define CPU_IS_ARM 1
#include <arm_neon.h>
#else
#define CPU_IS_ARM 0
#endif

#endif
