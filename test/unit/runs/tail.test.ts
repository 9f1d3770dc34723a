import assert from 'node:assert/strict';
import fs from 'node:fs';
import { RunFolder, RunTail } from '../../../src/runs';
import { LineSplitter } from '../../../src/runs/log/lines';
import { temporaryFolder } from './temporaryFolder';

const line = (time: number): string => `{"type":"heartbeat","time":${time}}\n`;

describe('RunTail', () => {
  const temporary = temporaryFolder();
  let folder: RunFolder;
  let tail: RunTail;
  const append = (text: string | Uint8Array): void => {
    fs.appendFileSync(folder.events, text);
  };
  const times = (): number[] => tail.poll().map(({ time }) => time);

  beforeEach(() => {
    folder = new RunFolder(temporary());
    tail = new RunTail(folder);
  });

  it('returns each event once', () => {
    append(line(1) + line(2));
    assert.deepEqual(times(), [1, 2]);
    assert.deepEqual(times(), []);
    append(line(3));
    assert.deepEqual(times(), [3]);
  });

  it('keeps an unfinished line until it is finished, at whatever byte it was cut', () => {
    const whole = Buffer.from('{"type":"warning","time":7,"code":"data","message":"größer – 猫"}\n');
    for (let cut = 0; cut < whole.length; cut++) {
      append(whole.subarray(0, cut));
      assert.deepEqual(times(), []);
      assert.equal(tail.damage.cutBytes, cut);
      append(whole.subarray(cut));
      const [event, ...others] = tail.poll();
      assert.ok(event?.type === 'warning' && others.length === 0);
      assert.equal(event.message, 'größer – 猫');
    }
    assert.equal(tail.damage.damagedLines, 0);
    assert.equal(tail.damage.cutBytes, 0);
  });

  it('counts damaged lines, with their numbers, and events of newer versions', () => {
    append(`${line(1)}garbage\n\n${line(2)}{"type":"new","time":3}\n\x00\x00\n`);
    append(Buffer.from([0xff, 0xfe, 0x0a]));
    append(line(4));
    assert.deepEqual(times(), [1, 2, 4]);
    assert.deepEqual(tail.damage, {
      damagedLines: 3,
      firstDamagedLines: [2, 6, 7],
      unknownEvents: 1,
      cutBytes: 0,
    });
  });

  it('has no events while there is no log, and those of one that appears', () => {
    assert.deepEqual(times(), []);
    append(line(1));
    assert.deepEqual(times(), [1]);
    assert.equal(tail.restarts, 0);
  });

  it('begins anew when the log shrinks', () => {
    append(line(1) + line(2));
    tail.poll();
    fs.truncateSync(folder.events, line(1).length);
    assert.deepEqual(times(), [1]);
    assert.equal(tail.restarts, 1);
  });

  it('begins anew when the log disappears, and when another takes its place', () => {
    append(`${line(1)}garbage\n`);
    tail.poll();
    fs.rmSync(folder.events);
    assert.deepEqual(times(), []);
    assert.equal(tail.restarts, 1);
    assert.equal(tail.damage.damagedLines, 0);
    assert.deepEqual(times(), []);
    assert.equal(tail.restarts, 1);
    append(line(2));
    assert.deepEqual(times(), [2]);
    fs.writeFileSync(`${folder.events}.new`, line(3) + line(4));
    fs.renameSync(`${folder.events}.new`, folder.events);
    assert.deepEqual(times(), [3, 4]);
    assert.equal(tail.restarts, 2);
  });

  it('does not throw when a folder is where the log should be', () => {
    fs.mkdirSync(folder.events);
    assert.deepEqual(times(), []);
  });

  it('reads lines longer than its buffer', () => {
    const message = 'x'.repeat(5_000_000);
    append(`${line(1)}{"type":"warning","time":2,"code":"data","message":"${message}"}\n${line(3)}`);
    const events = tail.poll();
    assert.deepEqual(
      events.map(({ time }) => time),
      [1, 2, 3],
    );
    assert.ok(events[1]?.type === 'warning' && events[1].message === message);
  });
});

describe('LineSplitter', () => {
  it('throws away a line that is too long, and nothing else', () => {
    const splitter = new LineSplitter(5);
    const lines: string[] = [];
    const push = (text: string): void => {
      splitter.push(Buffer.from(text), (line) => lines.push(line.toString()));
    };
    push('12345\n123');
    push('456');
    assert.ok(splitter.tooLong);
    push('789\nab');
    assert.ok(!splitter.tooLong);
    push('c\n123456\n');
    assert.deepEqual(lines, ['12345', 'too-long', 'abc', 'too-long']);
  });
});
