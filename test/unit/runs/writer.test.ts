import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { mock } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { RunFolder, RunTail, RunWriter } from '../../../src/runs';
import { temporaryFolder } from './temporaryFolder';

function isUserError(pattern: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof UserError && pattern.test(error.message) && error.mend !== undefined;
}

describe('RunWriter', () => {
  const temporary = temporaryFolder();
  let folder: RunFolder;
  const lines = (): string[] => fs.readFileSync(folder.events, 'utf8').split('\n').slice(0, -1);
  const types = (): string[] => new RunTail(folder).poll().map(({ type }) => type);

  beforeEach(() => {
    folder = new RunFolder(path.join(temporary(), 'runs', 'a'));
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  it('stamps events with the time and returns them', () => {
    const writer = RunWriter.open(folder);
    assert.deepEqual(writer.append({ type: 'run-resumed' }), { type: 'run-resumed', time: 1_000_000 });
    writer.close();
    assert.deepEqual(lines(), ['{"type":"run-resumed","time":1000000}']);
  });

  it('writes the first event at once, those after it within 50 ms, together', () => {
    const writer = RunWriter.open(folder);
    writer.append({ type: 'run-resumed' });
    assert.equal(lines().length, 1);
    writer.append({ type: 'paused' });
    mock.timers.tick(20);
    writer.append({ type: 'continued' });
    assert.equal(lines().length, 1);
    mock.timers.tick(29);
    assert.equal(lines().length, 1);
    mock.timers.tick(1);
    assert.equal(lines().length, 3);
    writer.close();
  });

  it('writes with the next event when a long computation kept its timer from firing', () => {
    const writer = RunWriter.open(folder);
    writer.append({ type: 'run-resumed' });
    writer.append({ type: 'paused' });
    mock.timers.setTime(1_000_000 + 1);
    assert.equal(lines().length, 1);
    const now = mock.method(Date, 'now', () => 1_000_000 + 400);
    writer.append({ type: 'continued' });
    now.mock.restore();
    assert.equal(lines().length, 3);
    writer.close();
  });

  it('writes on flush and on close', () => {
    const writer = RunWriter.open(folder);
    writer.append({ type: 'run-resumed' });
    writer.append({ type: 'paused' });
    writer.flush();
    assert.equal(lines().length, 2);
    writer.append({ type: 'continued' });
    writer.close();
    assert.equal(lines().length, 3);
    writer.close();
    assert.throws(() => writer.append({ type: 'paused' }), /closed/);
  });

  it('writes a heartbeat after 5 s of silence, and none while there are events', () => {
    const writer = RunWriter.open(folder);
    for (let second = 0; second < 20; second++) {
      writer.append({ type: 'paused' });
      mock.timers.tick(1000);
    }
    assert.ok(!types().includes('heartbeat'));
    for (let second = 0; second < 11; second++) mock.timers.tick(1000);
    assert.equal(types().filter((type) => type === 'heartbeat').length, 2);
    writer.close();
  });

  it('adds lines with the time to run.log', () => {
    const writer = RunWriter.open(folder);
    writer.log('Epoch 1');
    writer.close();
    assert.equal(fs.readFileSync(folder.log, 'utf8'), '1970-01-01T00:16:40.000Z Epoch 1\n');
  });

  it('lets a line stand alone that another process has left unfinished', () => {
    const first = RunWriter.open(folder);
    first.append({ type: 'run-resumed' });
    first.close();
    fs.appendFileSync(folder.events, '{"type":"paused","ti');
    const second = RunWriter.open(folder);
    second.append({ type: 'continued' });
    second.close();
    assert.deepEqual(lines(), [
      '{"type":"run-resumed","time":1000000}',
      '{"type":"paused","ti',
      '{"type":"continued","time":1000000}',
    ]);
    assert.deepEqual(types(), ['run-resumed', 'continued']);
  });

  it('adds nothing to a log that ends as it should', () => {
    RunWriter.open(folder).close();
    assert.equal(fs.statSync(folder.events).size, 0);
    fs.writeFileSync(folder.events, '{"type":"paused","time":1}\n');
    RunWriter.open(folder).close();
    assert.deepEqual(lines(), ['{"type":"paused","time":1}']);
  });

  it('says that the folder is gone, and goes on with nothing lost once it is back', function () {
    if (process.platform === 'win32') this.skip();
    const writer = RunWriter.open(folder);
    writer.append({ type: 'run-resumed' });
    fs.renameSync(folder.path, `${folder.path}-moved`);
    writer.append({ type: 'paused' });
    assert.throws(() => {
      writer.flush();
    }, isUserError(/gone/));
    assert.throws(() => writer.append({ type: 'continued' }), isUserError(/gone/));
    fs.renameSync(`${folder.path}-moved`, folder.path);
    writer.append({ type: 'heartbeat' });
    writer.close();
    assert.deepEqual(types(), ['run-resumed', 'paused', 'continued', 'heartbeat']);
  });

  it('does not write into a deleted file', function () {
    if (process.platform === 'win32') this.skip();
    const writer = RunWriter.open(folder);
    fs.rmSync(folder.path, { recursive: true });
    assert.throws(() => writer.append({ type: 'paused' }), isUserError(/gone/));
    assert.throws(() => {
      writer.close();
    }, isUserError(/gone/));
  });

  it('says that the disk is full, also when its timer found out', function () {
    if (process.platform !== 'linux') this.skip();
    folder.create();
    fs.symlinkSync('/dev/full', folder.events);
    const writer = RunWriter.open(folder);
    assert.throws(() => writer.append({ type: 'paused' }), isUserError(/disk is full.*events\.jsonl/));
    mock.timers.tick(10_000);
    assert.throws(() => writer.append({ type: 'continued' }), isUserError(/disk is full/));
    assert.throws(
      () => {
        writer.flush();
      },
      isUserError(/disk is full/),
    );
    assert.throws(
      () => {
        writer.close();
      },
      isUserError(/disk is full/),
    );
  });

  it('goes on in the middle of a line where a full disk stopped it', () => {
    const writer = RunWriter.open(folder);
    const write = mock.method(fs, 'writeSync', (descriptor: number, bytes: Uint8Array) => {
      if (write.mock.callCount() > 0) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
      return fs.writevSync(descriptor, [bytes.subarray(0, 9)]);
    });
    assert.throws(() => writer.append({ type: 'paused' }), isUserError(/disk is full/));
    assert.equal(fs.readFileSync(folder.events, 'utf8'), '{"type":"');
    write.mock.restore();
    writer.append({ type: 'continued' });
    writer.close();
    assert.deepEqual(types(), ['paused', 'continued']);
  });

  it('says which file may not be written', function () {
    fs.mkdirSync(folder.events, { recursive: true });
    assert.throws(() => RunWriter.open(folder), UserError);
  });
});
