// SPDX-License-Identifier: MIT
// A simple model of what a tracker should show after each night, from the calendar alone.
const severity = { write: 3, freed: 3, read: 2, abort: 1, leak: 1, overflow: 1, slow: 1, hungry: 1, real: 1 };
const flakyNights = 3;

export class Model {
  constructor(calendar) {
    this.calendar = calendar;
    this.causes = new Map();
    for (const bug of calendar.bugs) {
      const cause = this.causes.get(bug.cause) ?? { name: bug.cause, bugs: [], filed: false, open: false,
        declined: false, comments: [], low: 0, high: 0 };
      cause.bugs.push(bug);
      this.causes.set(bug.cause, cause);
    }
    this.blurred = false; // a night was disturbed since the tracker was last looked at
  }

  static there(bug, day) {
    return bug.spans.some(([first, last]) => first <= day && day <= last);
  }

  isThere(cause, day) {
    return cause.bugs.some((bug) => Model.there(bug, day));
  }

  act([what, name]) {
    const cause = this.causes.get(name);
    if (what === 'label') cause.declined = true;
    if (what === 'close') cause.open = false;
    if (what === 'delete' && cause) Object.assign(cause, { filed: false, open: false, comments: [] });
    if (what === 'forget') {
      this.blurred = true; // which was found first is forgotten too
      for (const each of this.causes.values()) Object.assign(each, { vague: each.since !== undefined || each.vague, low: 0, high: 0, since: undefined });
    }
  }

  // A night that was cut short: what it came to see and say, nobody knows.
  disturbed(day) {
    this.blurred = true;
    for (const cause of this.causes.values()) {
      cause.high += this.isThere(cause, day) ? 1 : 0;
      cause.vague ||= this.isThere(cause, day) && cause.since === undefined;
    }
  }

  // A night that saw all and told nobody: what it would file counts against the next one's limit.
  left(day) {
    this.found(day);
    this.disturbed(day);
  }

  found(day) {
    for (const cause of this.causes.values()) if (this.isThere(cause, day)) cause.since ??= day;
  }

  since({ cause }) {
    return this.causes.get(cause).since;
  }

  // What waits for an issue of its own; `sure` is false where it may be that it waits for more nights.
  waiting(day) {
    const all = [];
    for (const cause of this.causes.values()) {
      const flaky = cause.bugs.every((bug) => bug.every > 1 && !['slow', 'hungry'].includes(bug.kind));
      const ripe = !flaky || cause.high >= flakyNights;
      if (!cause.filed && this.isThere(cause, day) && cause.bugs[0].confirmed !== false && ripe) {
        all.push({ cause, sure: !flaky || cause.low >= flakyNights });
      }
    }
    return all;
  }

  // A night that did all it had to: the gravest get an issue, and of equals those that were found on
  // an earlier night. `has(cause)` tells whether the tracker shows an issue, and is asked only where the
  // calendar leaves it open: also of equals that were found on the same night, as nobody knows in which
  // order a target runs its seeds. Returns how many should stand in the digest.
  undisturbed(day, has) {
    this.found(day);
    for (const cause of this.causes.values()) {
      if (this.isThere(cause, day)) {
        cause.low += this.blurred && cause.low === 0 ? 0 : 1;
        cause.high++;
      }
      this.turn(cause, day);
    }
    const order = ({ cause: { bugs: [a] } }, { cause: { bugs: [b] } }) =>
      severity[b.kind] - severity[a.kind] || this.since(a) - this.since(b);
    const waiting = this.waiting(day).sort(order);
    const isOpen = this.blurred || waiting.some(({ cause, sure }) => !sure || cause.vague);
    const filed = isOpen ? waiting.filter(({ cause }) => has(cause)) : Model.first(waiting, this.calendar.issues, order, has);
    for (const { cause } of filed) Object.assign(cause, { filed: true, open: true });
    const digest = waiting.filter(({ cause, sure }) => !cause.filed && sure).length;
    const unsure = waiting.some(({ cause, sure }) => !cause.filed && !sure);
    const sure = waiting.filter((each) => each.sure).length;
    const few = filed.length < Math.min(sure, this.calendar.issues);
    this.blurred = false;
    return { digest, unsure, few };
  }

  // The first `count` of a sorted list; of those that are equal to the last, those that `has` knows.
  static first(sorted, count, order, has) {
    if (sorted.length <= count) return sorted;
    const before = sorted.filter((each) => order(each, sorted[count - 1]) < 0);
    const equal = sorted.filter((each) => order(each, sorted[count - 1]) === 0 && has(each.cause));
    return [...before, ...equal.slice(0, count - before.length)];
  }

  // The issue that is there is closed, or opened again, with a word.
  turn(cause, day) {
    if (!cause.filed || cause.declined) return;
    const there = this.isThere(cause, day);
    if (there !== cause.open) {
      cause.comments.push(there ? 'back' : 'mended');
      cause.open = there;
    }
  }

  // The exit status: 1 where something was seen that is to be worked on.
  status(day) {
    const seen = [...this.causes.values()].filter((cause) =>
      this.isThere(cause, day) && !cause.declined && cause.bugs[0].confirmed !== false);
    return seen.length > 0 ? 1 : 0;
  }
}
