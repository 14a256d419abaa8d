/* SPDX-License-Identifier: MIT */
#include "blame.h"

#include <math.h>

#include "base/process.h"
#include "replay.h"

/* Both ends belong to the class. A byte that is in none of them is punctuation. */
struct byte_class {
    unsigned char first, last;
};

static const struct byte_class classes[] = {
    {'0', '9'}, {'a', 'z'}, {'A', 'Z'}, {0x00, 0x1f}, {0x80, 0xff},
};

/* Another byte of the class, from its farther end: where a parser bounds a field, the farther one
 * is more likely to be out of bounds. */
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
    bool ran = replay_input(inquiry->crash->target, inquiry->work, &inquiry->candidate,
                            fmin(left, inquiry->patience), &replay, fault);
    bool same = ran && replay.crashed &&
                signature_same(&replay.crash.signature, &inquiry->crash->signature);
    inquiry->over = !ran && (replay.crash.log.data == NULL || process_interrupted());
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

bool blame_find(const struct crash *crash, double seconds, const char *work, struct buffer *marks,
                struct fault *fault)
{
    static const char letters[] = {[STILL_CRASHES] = ' ', [STOPPED] = '^', [UNKNOWN] = '?'};
    const struct buffer *input = &crash->minimised;
    marks->size = 0;
    if (seconds <= 0 || crash->replays == 0 || crash->reproduced < crash->replays ||
        input->size == 0 || input->size > BLAME_MOST || signature_is_exhaustion(&crash->report)) {
        return true;
    }
    struct inquiry inquiry = {
        .crash = crash, .work = work, .deadline = process_clock() + seconds, .patience = seconds};
    struct fault doubt = {""};
    buffer_add(&inquiry.candidate, input->data, input->size);
    /* The unchanged input goes first: it shows whether it crashes, and how long a replay takes. */
    double took = 0;
    if (!inquiry.candidate.failed && ask(&inquiry, &took, &doubt) == STILL_CRASHES) {
        inquiry.patience = 1 + 10 * took;
        for (size_t i = 0; i < input->size; i++) {
            buffer_text(marks, "?");
        }
        /* From the end, since the last byte that matters is the one that is looked for. */
        for (size_t at = input->size; at-- > 0 && !inquiry.over && !marks->failed;) {
            marks->data[at] = letters[ask_of_byte(&inquiry, at, &doubt)];
        }
    }
    bool failed = inquiry.candidate.failed || marks->failed;
    if (failed || inquiry.over) {
        marks->size = 0;
        (void)fault_set(fault, "%s", failed ? "out of memory" : doubt.text);
    }
    buffer_free(&inquiry.candidate);
    replay_input_end(work);
    return !failed && !inquiry.over;
}
