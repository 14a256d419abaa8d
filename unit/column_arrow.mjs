// What a reader of Arrow makes of the buffers of column.h, and column.h of those of a writer of Arrow.
// usage: node column_arrow.mjs NODE_MODULES PROGRAM DIRECTORY
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';

const [modules, program, directory] = process.argv.slice(2);
const arrow = createRequire(`${modules}/`)('apache-arrow');
const COUNT = 1003;
const UNITS = [
    { type: new arrow.TimestampNanosecond(), nanoseconds: 1n },
    { type: new arrow.TimestampMicrosecond(), nanoseconds: 1000n },
    { type: new arrow.TimestampMillisecond(), nanoseconds: 1000000n },
    { type: new arrow.TimestampSecond(), nanoseconds: 1000000000n },
];

let state = 42n;
function below(limit) {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return (state >> 20n) % BigInt(limit);
}

function floor(value, unit) {
    return (value - ((value % unit) + unit) % unit) / unit;
}

// An instant as JavaScript writes it, with more digits and another offset than it has.
function textOf(nanoseconds, digits, offsetMinutes) {
    const milliseconds = Number(floor(nanoseconds, 1000000n)) + offsetMinutes * 60000;
    const fraction = (((nanoseconds % 1000000000n) + 1000000000n) % 1000000000n).toString().padStart(9, '0');
    const absolute = Math.abs(offsetMinutes);
    const two = (number) => String(number).padStart(2, '0');
    const zone = offsetMinutes === 0 ? 'Z'
        : `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(absolute / 60))}:${two(absolute % 60)}`;
    const point = digits > 0 ? `.${fraction.slice(0, digits)}` : '';
    return new Date(milliseconds).toISOString().slice(0, 19) + point + zone;
}

// Runs of one shape, which are read at once, and among them nulls and texts that are refused.
function makeColumn() {
    const texts = [];
    const instants = [];
    while (texts.length < COUNT) {
        const digits = Number(below(10));
        const offset = below(2) ? Number(below(2879)) - 1439 : 0;
        const unit = 10n ** BigInt(9 - digits);
        for (let run = below(60) + 1n; run > 0n && texts.length < COUNT; run--) {
            const wanted = below(14000000000000000000n) - 7000000000000000000n;
            const instant = floor(wanted, unit) * unit;
            const fate = below(20);
            texts.push(fate === 0n ? null : fate === 1n ? 'no instant' : textOf(instant, digits, offset));
            instants.push(fate < 2n ? null : instant);
        }
    }
    return { texts, instants };
}

const buffer = (name) => {
    const bytes = readFileSync(`${directory}/${name}`);
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
};
const write = (name, array) =>
    writeFileSync(`${directory}/${name}`, new Uint8Array(array.buffer, array.byteOffset, array.byteLength));

// Each unit's vector, made of the buffers as they are, and once more through Arrow's file format.
function checkTimestamps(prefix, instants, refused) {
    UNITS.forEach(({ type, nanoseconds }, number) => {
        const data = arrow.makeData({
            type,
            length: instants.length,
            nullCount: -1, // Arrow counts them
            data: new BigInt64Array(buffer(`${prefix}.values.${number}`)),
            nullBitmap: new Uint8Array(buffer(`${prefix}.validity.${number}`)),
        });
        const made = new arrow.Table({ instants: new arrow.Vector([data]) });
        for (const table of [made, arrow.tableFromIPC(arrow.tableToIPC(made, 'file'))]) {
            const vector = table.getChild('instants');
            const values = vector.toArray();
            assert.equal(vector.length, instants.length);
            assert.equal(vector.nullCount, instants.filter((instant) => instant === null).length);
            instants.forEach((instant, i) => {
                if (instant === null) {
                    assert.equal(vector.get(i), null, `${prefix} ${number}: ${i}`);
                } else {
                    const units = floor(instant, nanoseconds);
                    assert.equal(values[i], units, `${prefix} ${number}: ${i}`);
                    // Arrow gives milliseconds, of which a number does not hold every nanosecond.
                    const difference = vector.get(i) - Number(units * nanoseconds) / 1e6;
                    assert.ok(Math.abs(difference) < 1, `${prefix} ${number}: ${i} as ${vector.get(i)}`);
                }
            });
        }
        assert.equal(refused[`${prefix} ${number}`], instants.filter((_, i) => refusedAt(i)).length);
    });
}

const { texts, instants } = makeColumn();
const vector = arrow.vectorFromArray(texts, new arrow.Utf8());
const large = arrow.vectorFromArray(texts, new arrow.LargeUtf8());
assert.equal(vector.data.length, 1);
write('bytes', vector.data[0].values);
write('offsets32', vector.data[0].valueOffsets);
write('offsets64', large.data[0].valueOffsets);
write('validity', vector.data[0].nullBitmap);

// The whole, slices that begin inside a byte of the validity, and nothing.
let refusedAt;
for (const [first, count] of [[0, COUNT], [5, 600], [8, 16], [333, COUNT - 333], [COUNT, 0]]) {
    const slice = instants.slice(first, first + count);
    refusedAt = (i) => texts[first + i] === 'no instant';
    const said = execFileSync(program, [directory, first, count, 'y'].map(String), { encoding: 'utf8' });
    const refused = Object.fromEntries(said.trim().split('\n').map((line) => {
        const [prefix, unit, number] = line.split(' ');
        return [`${prefix} ${unit}`, Number(number)];
    }));
    checkTimestamps('utf8', slice, refused);
    checkTimestamps('large', slice, refused);
    // What is written is a column of texts, each of which JavaScript reads as the same millisecond.
    const written = new arrow.Vector([arrow.makeData({
        type: new arrow.Utf8(),
        length: count,
        nullCount: -1,
        data: new Uint8Array(buffer('written.bytes')),
        valueOffsets: new Int32Array(buffer('written.offsets')),
        nullBitmap: new Uint8Array(buffer('written.validity')),
    })]);
    slice.forEach((instant, i) => {
        const text = written.get(i);
        assert.equal(text === null, instant === null);
        if (instant !== null) {
            assert.equal(Date.parse(text.replace(/(\.\d{3})\d+/, '$1')), Number(floor(instant, 1000000n)));
        }
    });
}
console.log(`${COUNT} texts, ${instants.filter((instant) => instant === null).length} of them null or refused`);
