/* SPDX-License-Identifier: MIT */
#include "blame.h"

#include <string.h>

#include "base/process.h"
#include "reproduce.h"

/* From-to, both in. What is in none of them is punctuation. */
struct byte_class {
    unsigned char first, last;
};

static const struct byte_class classes[] = {
    {'0', '9'}, {'a', 'z'}, {'A', 'Z'}, {0x00, 0x1f}, {0x80, 0xff},
};

/* Another of the class, from its farther end: where a parser bounds a field, that is the one more
 * likely to be beyond the bound. */
static unsigned char one_of_the_same(unsigned char byte)
{
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        const struct byte_class *class = &classes[i];
        if (byte >= class->first && byte <= class->last) {
            return byte - class->first < class->last - byte ? class->last : class->first;
        }
    }
    return byte == '-' ? '+' : '-';
}

static unsigned char one_of_another(unsigned char byte)
{
    return byte >= '0' && byte <= '9' ? 'x' : '0';
}

struct inquiry {
    const struct crash *crash;
    const char *work;
    double deadline, patience; /* a candidate much slower than the input is not waited for */
    struct buffer candidate;
    bool over; /* nothing more can be asked */
};

enum answer { STILL_CRASHES, STOPPED, UNKNOWN };

/* A replay that says nothing leaves one byte in doubt; a target that does not start leaves all. */
static enum answer ask(struct inquiry *inquiry, double *took, struct fault *fault)
{
    struct replay replay;
    double left = inquiry->deadline - process_clock();
    if (process_interrupted()) {
        inquiry->over = !fault_set(fault, "%s: interrupted", inquiry->crash->target->name);
        return UNKNOWN;
    }
    if (left <= 0) {
        return UNKNOWN;
    }
    bool ran = reproduce_once(inquiry->crash->target, inquiry->work, &inquiry->candidate,
                              left < inquiry->patience ? left : inquiry->patience, &replay, fault);
    bool same =
        ran && replay.crashed && signature_same(&replay.signature, &inquiry->crash->signature);
    inquiry->over = !ran && (replay.log == NULL || process_interrupted());
    *took = replay.seconds;
    replay_free(&replay);
    return !ran ? UNKNOWN : same ? STILL_CRASHES : STOPPED;
}

static enum answer ask_of_byte(struct inquiry *inquiry, size_t at, struct fault *fault)
{
    char *byte = inquiry->candidate.data + at, former = *byte;
    const unsigned char others[] = {one_of_the_same((unsigned char)former),
                                    one_of_another((unsigned char)former)};
    enum answer answer = STILL_CRASHES;
    double took;
    for (size_t i = 0; i < 2 && answer == STILL_CRASHES; i++) {
        *byte = (char)others[i];
        answer = ask(inquiry, &took, fault);
    }
    *byte = former;
    return answer;
}

/* From the last byte on, which is asked of all the sooner as it is the one that is looked for. */
static void ask_of_all(struct inquiry *inquiry, struct buffer *marks, struct fault *fault)
{
    static const char letters[] = {[STILL_CRASHES] = ' ', [STOPPED] = '^', [UNKNOWN] = '?'};
    for (size_t i = 0; i < inquiry->candidate.size; i++) {
        buffer_text(marks, "?");
    }
    for (size_t at = inquiry->candidate.size; at-- > 0 && !inquiry->over && !marks->failed;) {
        marks->data[at] = letters[ask_of_byte(inquiry, at, fault)];
    }
}

/* Whether there is anything to be learnt, and at what pace: the input as it is is replayed once. */
static bool begin(struct inquiry *inquiry, struct fault *fault)
{
    double took = 0;
    enum answer answer = ask(inquiry, &took, fault);
    inquiry->patience = 1 + 10 * took;
    return answer == STILL_CRASHES;
}

static bool is_to_be_asked(const struct crash *crash)
{
    return crash->replays > 0 && crash->reproduced == crash->replays && crash->minimised.size > 0 &&
           crash->minimised.size <= BLAME_MOST && !signature_is_exhaustion(&crash->report);
}

bool blame_find(const struct crash *crash, double seconds, const char *work, struct buffer *marks,
                struct fault *fault)
{
    struct inquiry inquiry = {
        .crash = crash, .work = work, .deadline = process_clock() + seconds, .patience = seconds};
    struct fault doubt = {""};
    marks->size = 0;
    if (seconds <= 0 || !is_to_be_asked(crash)) {
        return true;
    }
    buffer_add(&inquiry.candidate, crash->minimised.data, crash->minimised.size);
    if (!inquiry.candidate.failed && begin(&inquiry, &doubt)) {
        ask_of_all(&inquiry, marks, &doubt);
    }
    bool failed = inquiry.candidate.failed || marks->failed;
    if (failed || inquiry.over) {
        marks->size = 0;
        (void)fault_set(fault, "%s", failed ? "out of memory" : doubt.text);
    }
    buffer_free(&inquiry.candidate);
    reproduce_end(work);
    return !failed && !inquiry.over;
}
