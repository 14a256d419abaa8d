// SPDX-License-Identifier: MIT
// What happens in the thirty nights: when each bug is in its target, and what people do. A bug is
// there on the nights first to last of each of its spans, and mended between them; a span and a gap
// last two nights or more, so that a night that was cut short delays what is said and changes none of
// it, but where the calendar has the nights calm. Bugs of one `cause` are one issue.
const names = (word) => [`take_${word}`, `read_${word}`, `parse_${word}`].map((name) => name.toLowerCase());
const bug = (target, word, kind, spans, more = {}) =>
  ({ target, word, kind, spans, frames: names(word), cause: word, every: 1, ...more });

export const scripted = {
  issues: 3,
  bugs: [
    bug('alpha', 'ANCHOR', 'read', [[1, 99]]),
    bug('alpha', 'BRAID', 'freed', [[1, 4], [7, 11], [15, 99]]),
    bug('beta', 'CLAM', 'leak', [[1, 99]]),
    bug('alpha', 'DODO', 'overflow', [[2, 18]]),
    bug('beta', 'CABLE', 'abort', [[2, 5]]),
    bug('gamma', 'FLINT', 'freed', [[2, 12]], { every: 5 }),
    // More than a night may file: two wait in the digest for the next.
    bug('beta', 'CROWA', 'write', [[3, 9]]),
    bug('beta', 'CROWB', 'freed', [[3, 7], [13, 99]]),
    bug('beta', 'CROWC', 'read', [[3, 20]]),
    bug('beta', 'CROWD', 'leak', [[3, 8]]),
    bug('beta', 'CROWE', 'overflow', [[3, 99]]),
    // Slower than the limit in company, within twice the limit alone; and one that hangs.
    bug('gamma', 'SNAIL', 'slow', [[3, 20]], { every: 7, confirmed: false }),
    bug('gamma', 'SLOTH', 'slow', [[5, 13]], { every: 30 }),
    // Two ways of one cause: its issue is closed when both are gone.
    bug('alpha', 'VASE', 'read', [[5, 11]], { cause: 'VASE', frames: ['copy_v', 'parse_v', 'walk_v'] }),
    bug('alpha', 'VIAL', 'write', [[6, 14]], { cause: 'VASE', frames: ['fill_v', 'parse_v', 'walk_v'] }),
    // Two inputs of one crash, mended for one first; and one line, reached in two ways by two targets.
    bug('alpha', 'HALFA', 'read', [[2, 7]], { cause: 'HALF', frames: names('HALF') }),
    bug('alpha', 'HALFB', 'read', [[2, 10]], { cause: 'HALF', frames: names('HALF') }),
    bug('alpha', 'ROADA', 'freed', [[5, 9]], { cause: 'ROAD', frames: ['take_road@road.c:7', 'shorten', 'headline'] }),
    bug('beta', 'ROADB', 'freed', [[5, 9]], { cause: 'ROAD', frames: ['take_road@road.c:7', 'lengthen', 'paragraph'] }),
    bug('beta', 'DEER', 'read', [[5, 99]]),
    bug('alpha', 'TULIP', 'write', [[6, 20]]),
    bug('alpha', 'EMBER', 'hungry', [[8, 24]], { every: 9000 }),
    // A crowd again; one of those in the digest is mended before it has an issue.
    bug('beta', 'QUAIL', 'write', [[16, 26]]),
    bug('beta', 'QUILL', 'freed', [[16, 99]]),
    bug('beta', 'QUOTA', 'read', [[16, 21], [25, 99]]),
    bug('beta', 'QUEST', 'abort', [[16, 99]]),
    bug('beta', 'QUIRK', 'leak', [[16, 24]]),
    bug('beta', 'QUOIN', 'overflow', [[16, 99]]),
    bug('beta', 'QUASH', 'abort', [[16, 16]]),
    bug('beta', 'QUAYS', 'leak', [[16, 28]]),
    bug('beta', 'QUERY', 'overflow', [[16, 99]]),
    bug('beta', 'QUITE', 'abort', [[16, 99]]),
    // Mended before its third night.
    bug('gamma', 'FLOAT', 'freed', [[18, 19]], { every: 5 }),
  ],
  options: { gamma: '[libfuzzer]\ntimeout = 5\n' },
  targets: ['alpha', 'beta', 'gamma'],
  calm: [4, 16, 17, 18, 19, 20, 23],
  // Before that night.
  people: {
    4: [['forget']], // the digest is open then, and that night files all that is in it
    6: [['label', 'DODO', 'wontfix']],
    9: [['close', 'CLAM']],
    10: [['delete', 'DEER']],
    11: [['unlabel', 'TULIP', 'vigil']],
    17: [['delete', 'digest']],
    23: [['forget']],
  },
};

// The targets of unit/vigil/broken, on five of the thirty nights; `place` is what the title names.
const real = (target, place, spans, inputs, more = {}) =>
  ({ target, place, spans, inputs, cause: target, kind: 'real', every: 1, ...more });
export const broken = {
  issues: 10,
  nights: [1, 8, 15, 22, 30],
  bugs: [
    real('abort', 'check_first', [[1, 2], [4, 5]], ['a']),
    real('heap_overflow', 'unescape', [[1, 5]], ['oh']),
    real('leak', 'copy_name', [[1, 2]], ['l']),
    real('memory_hog', 'make_table', [[2, 3]], ['m']),
    real('one_cause_two_inputs', 'put', [[1, 3], [5, 5]], ['zz', '+']),
    real('timeout', 'find_end', [[1, 2]], ['t']),
    real('undefined', 'to_seconds', [[1, 4]], ['o']),
    real('use_after_free', 'set_value', [[2, 5]], ['u']),
  ],
  calm: [],
  people: { 3: [['label', 'undefined', 'wontfix']], 4: [['close', 'use_after_free']] },
};
