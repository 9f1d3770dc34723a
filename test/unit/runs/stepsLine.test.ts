import assert from 'node:assert/strict';
import fs from 'node:fs';
import fc from 'fast-check';
import { readRun, RunFolder, type RunRecord, summarizeRun } from '../../../src/runs';
import { decodeLine } from '../../../src/runs/log/decode';
import { encodeEvent } from '../../../src/runs/log/encode';
import { type DecodedSteps, StepsDecoder } from '../../../src/runs/log/stepsLine';
import { OutlineBuilder } from '../../../src/runs/record/outline';
import { RecordBuilder } from '../../../src/runs/record/record';
import { epoch, logOf, SAMPLE_EVENTS, steps, timed } from './sampleRun';
import { temporaryFolder } from './temporaryFolder';

const HEAD = '{"type":"steps","time":7,"stage":"student-1","first":1,"examplesPerSecond":9,"total":';
const decoder = new StepsDecoder();

function decoded(line: string | Buffer): DecodedSteps | undefined {
  return decoder.decode(Buffer.from(line));
}

/** What `JSON.parse` and the schema make of the line, with NaN for null; undefined when it is no event of steps. */
function expected(line: string | Buffer): unknown {
  const plain = decodeLine(line.toString());
  if (plain.kind !== 'event' || plain.event.type !== 'steps') return undefined;
  const column = (values: readonly (number | null)[]) => Float64Array.from(values, (value) => value ?? NaN);
  const { total, hard, soft, learningRate, ...rest } = plain.event;
  return {
    ...rest,
    total: column(total),
    hard: column(hard),
    ...(soft && { soft: column(soft) }),
    learningRate: column(learningRate),
  };
}

/** Either it leaves the line to others, or it says what they would. */
function assertNoOtherThan(line: string | Buffer): void {
  const found = decoded(line);
  if (found) assert.deepEqual(found, expected(line), line.toString());
}

const losses = fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 30 })).chain(([hasSoft, length]) => {
  const list = fc.array(fc.float(), { minLength: length, maxLength: length });
  return fc.record({
    total: list,
    hard: list,
    ...(hasSoft && { soft: list }),
    learningRate: fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), {
      minLength: length,
      maxLength: length,
    }),
  });
});

const lines = fc
  .record({
    losses,
    time: fc.nat(),
    stage: fc.constantFrom('teacher' as const, 'student-1' as const, 'baseline-20' as const),
    first: fc.integer({ min: 1 }),
    examplesPerSecond: fc.nat(),
  })
  .map(({ losses: columns, ...rest }) => encodeEvent({ type: 'steps', ...rest, ...columns }));

const digits = (minLength: number) =>
  fc.array(fc.nat(9), { minLength, maxLength: 24 }).map((list) => list.join(''));
/** Any number that JSON can write. */
const number = fc
  .record({
    sign: fc.constantFrom('', '-'),
    whole: fc.oneof(
      fc.constant('0'),
      fc.tuple(fc.integer({ min: 1, max: 9 }), digits(0)).map(([first, rest]) => `${first}${rest}`),
    ),
    fraction: fc.oneof(
      fc.constant(''),
      digits(1).map((text) => `.${text}`),
    ),
    exponent: fc.oneof(
      { weight: 2, arbitrary: fc.constant('') },
      fc
        .tuple(fc.constantFrom('e', 'E'), fc.constantFrom('', '+', '-'), fc.nat(400))
        .map(([letter, sign, size]) => `${letter}${sign}${size}`),
    ),
  })
  .map(({ sign, whole, fraction, exponent }) => `${sign}${whole}${fraction}${exponent}`);

describe('lines of steps, read byte by byte', () => {
  it('are read, as the writer writes them', () => {
    fc.assert(
      fc.property(lines, (line) => {
        assert.deepEqual(decoded(line), expected(line));
        assert.ok(decoded(line));
      }),
    );
  });

  it('hold the numbers that JSON.parse reads, to the last bit', () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 20 }), (numbers) => {
        const list = `[${numbers.join(',')}]`;
        const found = decoded(`${HEAD}${list},"hard":${list},"learningRate":${list}}`);
        const values = Float64Array.from(JSON.parse(list) as number[]);
        assert.deepEqual(found?.total, values);
        assert.deepEqual(found.hard, values);
        assert.deepEqual(found.learningRate, values);
      }),
      { numRuns: 1000 },
    );
  });

  it('hold the double numbers of other writers, too', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }),
        (values) => {
          const list = JSON.stringify(values);
          const found = decoded(`${HEAD}${list},"hard":${list},"learningRate":${list}}`);
          assert.deepEqual(found?.total, Float64Array.from(JSON.parse(list) as number[]));
        },
      ),
    );
  });

  it('are left to others, or read alike, when they were cut, or a byte of them was changed, lost or added', () => {
    const byte = fc.oneof(fc.constantFrom(...Buffer.from('0123456789.,-+eE[]{}":nul \r\t\\')), fc.nat(255));
    fc.assert(
      fc.property(lines, fc.nat(), fc.nat(2), byte, (line, place, removed, added) => {
        const bytes = Buffer.from(line);
        const at = place % bytes.length;
        assertNoOtherThan(bytes.subarray(0, at));
        const rest = bytes.subarray(at + removed);
        assertNoOtherThan(Buffer.concat([bytes.subarray(0, at), rest]));
        assertNoOtherThan(Buffer.concat([bytes.subarray(0, at), Buffer.of(added), rest]));
      }),
      { numRuns: 2000 },
    );
  });

  it('are left to others, or read alike, when they are put together otherwise', () => {
    const list = fc.constantFrom(
      '[1,2]',
      '[1]',
      '[null,0.5]',
      '[]',
      '[1,]',
      '[,1]',
      '["1",2]',
      '[[1],2]',
      '1',
    );
    const piece = fc.oneof(
      fc
        .tuple(fc.constantFrom('total', 'hard', 'soft', 'learningRate', 'other', '__proto__'), list)
        .map(([name, values]) => `"${name}":${values}`),
      fc.constantFrom(
        '"type":"steps"',
        '"type":"epoch"',
        '"time":1',
        '"time":1e999',
        '"stage":"student-1"',
        '"stage":"../x"',
        '"stage":"st\\u0061ge"',
        '"first":1',
        '"first":0',
        '"first":01',
        '"first":1.5',
        '"examplesPerSecond":5',
        '"examplesPerSecond":null',
        '"note":"\\",\\"total\\":[1"',
        '"note":"größer, 猫"',
      ),
    );
    const sound = [
      '"type":"steps"',
      '"time":1',
      '"stage":"student-1"',
      '"first":1',
      '"examplesPerSecond":5',
      '"total":[1,2]',
      '"hard":[1,2]',
      '"soft":[1,2]',
      '"learningRate":[1,2]',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(sound.length), fc.nat(2), piece), { maxLength: 3 }),
        fc.constantFrom('', ' ', '\r', ',', '}', '\0'),
        (changes, end) => {
          const pieces = [...sound];
          for (const [at, removed, added] of changes) pieces.splice(at, removed, added);
          assertNoOtherThan(`{${pieces.join(',')}}${end}`);
        },
      ),
      { numRuns: 5000 },
    );
    for (const at of sound.keys()) {
      const without = sound.filter((_, index) => index !== at);
      assertNoOtherThan(`{${without.join(',')}}`);
    }
  });

  it('are left to others when they have uncommonly many steps', () => {
    const line = (last: number) => logOf(timed([steps(1, last)])).subarray(0, -1);
    assert.ok(decoded(line(16_384)));
    assert.equal(decoded(line(16_385)), undefined);
  });

  describe('in a log of several megabytes', () => {
    const temporary = temporaryFolder();

    /** Steps as the writer writes them, and some that others would; lines that are no events; what is done again. */
    function pieces(): Buffer[] {
      const other = (first: number) =>
        Buffer.from(`${JSON.stringify({ time: 5, ...steps(first, first + 99) })}\r\n`);
      const student = [1, 2, 3, 2, 3, 4].flatMap((number) => {
        const before = (number - 1) * 30_000;
        return [
          logOf(
            timed([
              { type: 'stage-started', stage: 'student-1', totalSteps: 100_000, resumedAtStep: before },
              ...Array.from({ length: 299 }, (_, index) =>
                steps(before + 100 * index + 1, before + 100 * index + 100),
              ),
            ]),
          ),
          Buffer.from('garbage\n{"type":"steps","time":1,"stage":"student-1","first":1,"total":[1\n'),
          other(before + 29_901),
          logOf(timed([epoch(number, before + 30_000), steps(9_000_000, 9_000_001)])),
        ];
      });
      return [logOf(timed(SAMPLE_EVENTS)), ...student, Buffer.from('{"type":"steps","time":12')];
    }

    it('give the record and the outline that all its events do', () => {
      const folder = new RunFolder(temporary());
      const log = Buffer.concat(pieces());
      assert.ok(log.length > 2 << 20);
      fs.writeFileSync(folder.events, log);
      const builder = new RecordBuilder();
      const outline = new OutlineBuilder();
      let damagedLines = 0;
      for (const line of log.toString().split('\n').slice(0, -1)) {
        const plain = decodeLine(line);
        if (plain.kind === 'event') outline.apply(plain.event);
        if (plain.kind !== 'event' || !builder.apply(plain.event)) damagedLines++;
      }
      const record = readRun(folder);
      const { damage } = record;
      assert.equal(damage.damagedLines, damagedLines);
      const circumstances = { liveness: 'gone', damage } as const;
      assert.deepEqual(record, builder.record(folder.id, circumstances) satisfies RunRecord);
      assert.deepEqual({ ...summarizeRun(folder), damage }, outline.outline(folder.id, circumstances));
    });
  });
});
