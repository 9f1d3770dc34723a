import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RunEvent } from '../../../src/protocol/events';
import { decodeLine } from '../../../src/runs/log/decode';
import { encodeEvent } from '../../../src/runs/log/encode';
import { SAMPLE_EVENTS, timed } from './sampleRun';

function decodeEvent(line: string): RunEvent {
  const decoded = decodeLine(line);
  assert.ok(decoded.kind === 'event', line);
  return decoded.event;
}

/** Losses, logits and inputs pass through float32; NaN where JSON has null and the type no null. */
function sameWithinFloat32(actual: unknown, expected: unknown, path: string): void {
  if (typeof expected === 'number') {
    const read = actual ?? NaN;
    const exact = Object.is(read, expected);
    assert.ok(
      exact || Object.is(Math.fround(read as number), Math.fround(expected)),
      `${path}: ${JSON.stringify(read)}`,
    );
  } else if (typeof expected === 'object' && expected !== null) {
    assert.ok(typeof actual === 'object' && actual !== null, path);
    assert.deepEqual(Object.keys(actual).sort(), Object.keys(expected).sort(), path);
    for (const [key, value] of Object.entries(expected)) {
      sameWithinFloat32((actual as Record<string, unknown>)[key], value, `${path}.${key}`);
    }
  } else {
    assert.equal(actual, expected, path);
  }
}

describe('lines of the event log', () => {
  for (const event of timed(SAMPLE_EVENTS)) {
    it(`carry ${event.type} ${event.time} there and back`, () => {
      const line = encodeEvent(event);
      assert.ok(!line.includes('\n'));
      assert.ok(line.startsWith(`{"type":"${event.type}"`));
      sameWithinFloat32(decodeEvent(line), event, event.type);
    });
  }

  it('keep the losses of steps to the last bit', () => {
    const losses = fc.float32Array({ minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(losses, (values) => {
        const list = [...values];
        const event = decodeEvent(
          encodeEvent({
            type: 'steps',
            time: 1,
            stage: 'student-1',
            first: 1,
            total: list,
            hard: list,
            learningRate: list.map(() => 0.1),
            examplesPerSecond: 1,
          }),
        );
        assert.ok(event.type === 'steps');
        const read = Float32Array.from(event.total, (value) => value ?? NaN);
        const expected = values.map((value) => (Number.isFinite(value) ? value : NaN));
        assert.deepEqual(read, expected);
        assert.deepEqual(
          event.learningRate,
          list.map(() => 0.1),
        );
      }),
    );
  });

  it('are damaged when they are no JSON, no event, or an event with wrong fields', () => {
    const damaged = [
      '',
      '{"type":"steps","stage":"stu',
      '\0\0\0\0',
      'null',
      '[]',
      '"steps"',
      '{"time":1}',
      '{"type":"heartbeat"}',
      '{"type":"paused","time":"now"}',
      '{"type":"steps","time":1,"stage":"student-1","first":0,"total":[1],"hard":[1],"learningRate":[1],"examplesPerSecond":1}',
      '{"type":"steps","time":1,"stage":"student-1","first":1,"total":[1,2],"hard":[1],"learningRate":[1,1],"examplesPerSecond":1}',
      '{"type":"steps","time":1,"stage":"student-1","first":1,"total":["1"],"hard":[1],"learningRate":[1],"examplesPerSecond":1}',
      '{"type":"stage-started","time":1,"stage":"../../etc"}',
      `{"type":"stage-started","time":1,"stage":"${'x'.repeat(10_000)}"}`,
      '{"type":"checkpoint","time":1,"stage":"teacher","step":1,"epoch":1,"file":"../../../etc/passwd"}',
      '{"type":"checkpoint","time":1,"stage":"teacher","step":1,"epoch":1,"file":"C:\\\\secret"}',
    ];
    for (const line of damaged) assert.equal(decodeLine(line).kind, 'damaged', line);
  });

  it('are unknown when their type belongs to a newer version', () => {
    assert.deepEqual(decodeLine('{"type":"quantised","time":1}'), { kind: 'unknown', type: 'quantised' });
    assert.deepEqual(decodeLine('{"type":"constructor","time":1}'), { kind: 'unknown', type: 'constructor' });
  });

  it('keep a warning whose code belongs to a newer version, and drop fields that do', () => {
    const warning = decodeEvent(
      '{"type":"warning","time":1,"code":"pruned-away","message":"m","colour":"red"}',
    );
    assert.deepEqual(warning, { type: 'warning', time: 1, code: 'pruned-away', message: 'm' });
  });

  it('never throw, whatever they hold', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (line) => decodeLine(line).kind !== 'event'));
    fc.assert(
      fc.property(
        fc.constantFrom(...SAMPLE_EVENTS),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (event, fields) => {
          decodeLine(JSON.stringify({ ...event, time: 1, ...fields }));
        },
      ),
    );
  });
});
