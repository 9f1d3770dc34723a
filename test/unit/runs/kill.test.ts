import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import {
  describeThisProcess,
  isProcessAlive,
  readRun,
  RunFolder,
  RunWriter,
  writeJson,
} from '../../../src/runs';
import { temporaryFolder } from './temporaryFolder';

const KILLS = 6;

describe('a writer that is killed', () => {
  const temporary = temporaryFolder();
  let program: string;

  beforeEach(() => {
    program = path.join(temporary(), 'writer.cjs');
    buildSync({
      entryPoints: [path.join(__dirname, 'killedWriter.ts')],
      outfile: program,
      bundle: true,
      platform: 'node',
    });
  });

  /** Has a process append from the step `first` on, and kills it after `reports` flushes. */
  async function writeUntilKilled(folder: RunFolder, first: number, reports: number): Promise<number> {
    const child = spawn(process.execPath, [program, folder.path, String(first)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.split('\n').length > reports) child.kill('SIGKILL');
    });
    const [, signal] = (await once(child, 'close')) as [number | null, string | null];
    if (process.platform !== 'win32') assert.equal(signal, 'SIGKILL');
    return Number(output.split('\n').at(-2));
  }

  it('loses nothing that it had flushed, and the next one continues the record', async function () {
    this.timeout(60_000);
    const folder = new RunFolder(path.join(temporary(), 'run'));
    let next = 1;
    for (let kill = 1; kill <= KILLS; kill++) {
      const flushed = await writeUntilKilled(folder, next, kill * 3);
      const record = readRun(folder);
      const series = record.stages[0]?.series;
      assert.ok(series && series.length >= flushed, `${series?.length ?? 0} of ${flushed} steps`);
      const expected = Float32Array.from({ length: series.length }, (_, index) => index + 1);
      assert.deepEqual(series.total, expected);
      assert.ok(record.damage.damagedLines < kill);
      assert.equal(record.status, 'crashed');
      next = series.length + 1;
    }
  });

  it('in the middle of a line leaves it alone in the record', () => {
    const folder = new RunFolder(path.join(temporary(), 'run'));
    const events = [{ type: 'run-resumed' }, { type: 'paused' }, { type: 'continued' }] as const;
    const first = RunWriter.open(folder);
    for (const event of events) first.append(event);
    first.close();
    const whole = fs.readFileSync(folder.events);
    const ends = [...whole.entries()].filter(([, byte]) => byte === 0x0a).map(([position]) => position + 1);
    for (let length = 0; length <= whole.length; length++) {
      fs.writeFileSync(folder.events, whole.subarray(0, length));
      const second = RunWriter.open(folder);
      second.append({ type: 'run-ended', status: 'stopped', summary: '' });
      second.close();
      const { status, damage } = readRun(folder);
      assert.equal(status, 'stopped');
      const isWhole = length === 0 || ends.includes(length) || ends.includes(length + 1);
      assert.deepEqual(
        damage,
        {
          damagedLines: isWhole ? 0 : 1,
          firstDamagedLines: isWhole ? [] : [ends.filter((end) => end <= length).length + 1],
          unknownEvents: 0,
          cutBytes: 0,
        },
        `cut at byte ${length}`,
      );
    }
  });

  it('is known to be dead', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    await once(child, 'spawn');
    const folder = new RunFolder(path.join(temporary(), 'run'));
    folder.create();
    fs.writeFileSync(folder.events, `{"type":"heartbeat","time":${Date.now()}}\n`);
    const file = { ...describeThisProcess(''), pid: child.pid ?? 0, startToken: null };
    writeJson(folder.process, file);
    assert.ok(isProcessAlive(file));
    assert.equal(readRun(folder).status, 'running');
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal(readRun(folder).status, 'crashed');
  });
});
