import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import type { RunEvent } from '../../../src/protocol/events';
import type { Report } from '../../../src/protocol/report';
import { listRuns, readRun } from '../../../src/runs';

const root = path.resolve(__dirname, '..', '..', '..');

interface Ended {
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Three classes in two dimensions, a circle a class, without randomness. */
function tinyData(): string {
  const rows = Array.from({ length: 150 }, (_, index) => {
    const label = index % 3;
    const angle = index * 2.399;
    const x = 3 * Math.cos(2.1 * label) + Math.cos(angle);
    const y = 3 * Math.sin(2.1 * label) + Math.sin(angle);
    return `${x.toFixed(4)},${y.toFixed(4)},${label}`;
  });
  return ['x,y,label', ...rows].join('\n');
}

const experiment = {
  name: 'Circles',
  dataset: { format: 'csv', train: 'circles.csv', test: 0.2 },
  teacher: { model: { type: 'mlp', hidden: [16] } },
  student: { model: { type: 'mlp', hidden: [3] } },
  training: { epochs: 2, batchSize: 16 },
  engine: { name: 'wasm' },
};

describe('the built command line', () => {
  let bundles = '';
  let folder = '';

  function start(args: readonly string[]) {
    return spawn(process.execPath, [path.join(bundles, 'trainer.js'), ...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  async function call(...args: readonly string[]): Promise<Ended> {
    const child = start(args);
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    const [exitCode] = (await once(child, 'close')) as [number | null];
    return { exitCode, output, errors };
  }

  before(async () => {
    mkdirSync(path.join(root, 'out'), { recursive: true });
    bundles = mkdtempSync(path.join(root, 'out', 'command-line-'));
    await build({
      entryPoints: { trainer: path.join(root, 'src', 'trainer', 'main.ts') },
      outdir: bundles,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      mainFields: ['module', 'main'],
      external: ['@tensorflow/*'],
      logLevel: 'error',
    });
    folder = mkdtempSync(path.join(tmpdir(), 'distillery-built-'));
    writeFileSync(path.join(folder, 'circles.csv'), tinyData());
    writeFileSync(path.join(folder, 'circles.distill.json'), JSON.stringify(experiment));
  });

  after(() => {
    rmSync(bundles, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  });

  it('runs an experiment: a line an epoch, then the report and what next', async () => {
    const { exitCode, output, errors } = await call('run', 'circles.distill.json');
    assert.equal(exitCode, 0, errors);
    assert.doesNotMatch(output, /[\u001b\r]/);
    for (const stage of ['teacher', 'student, seed 1', 'baseline, seed 1']) {
      for (const epoch of ['1/2', '2/2']) {
        assert.match(output, new RegExp(`^  ${stage} +epoch ${epoch}  loss `, 'm'));
      }
    }
    assert.match(output, /^Distillation report: Circles$/m);
    assert.match(output, /distillery export \S+circles-[0-9a-f]{4} <folder>/);
  });

  it('runs as JSON lines, the report last, and reuses what the first run made', async () => {
    const { exitCode, output } = await call('run', 'circles.distill.json', '--json', '--set', 'name="Again"');
    assert.equal(exitCode, 0);
    const lines = output.trimEnd().split('\n');
    const events = lines.slice(0, -1).map((line) => JSON.parse(line) as RunEvent);
    const report = JSON.parse(lines.at(-1) ?? '') as Report;
    assert.equal(events[0]?.type, 'run-started');
    assert.equal(events.at(-1)?.type, 'run-ended');
    assert.equal(report.name, 'Again');
    const reused = events.flatMap((event) =>
      event.type === 'stage-ended' && event.status === 'reused' ? [event] : [],
    );
    assert.deepEqual(
      reused.map(({ stage }) => stage),
      ['teacher', 'soft-targets'],
    );
    const [first] = await listRuns(path.join(folder, '.distillery'));
    assert.ok(first);
    const trained = readRun(first).stages.find(({ stage }) => stage === 'teacher');
    const best = Math.max(...(trained?.epochs ?? []).map(({ validation }) => validation?.accuracy ?? NaN));
    assert.deepEqual(reused[0]?.accuracy, { split: 'validation', value: best });
  });

  it('shows, lists and exports what was run', async () => {
    const shown = await call('show', 'latest');
    assert.match(shown.output, /Distillation report: Again/);
    const listed = await call('runs', '--json');
    const runs = JSON.parse(listed.output) as { name: string; status: string }[];
    assert.deepEqual(
      runs.map(({ name, status }) => [name, status]),
      [
        ['Again', 'done'],
        ['Circles', 'done'],
      ],
    );
    const exported = await call('export', 'latest', 'student');
    assert.equal(exported.exitCode, 0, exported.errors);
    const model = JSON.parse(readFileSync(path.join(folder, 'student', 'model.json'), 'utf8')) as {
      weightsManifest: { paths: string[] }[];
    };
    const files = readdirSync(path.join(folder, 'student'));
    for (const group of model.weightsManifest)
      for (const name of group.paths) assert.ok(files.includes(name));
    const described = JSON.parse(readFileSync(path.join(folder, 'student', 'distillery.json'), 'utf8')) as {
      inputShape: number[];
      test?: { examples: number };
    };
    assert.deepEqual([described.inputShape, described.test?.examples], [[2], 30]);
  });

  it('stops on order with exit code 130, and can be resumed but not stopped again', async () => {
    const child = start([
      'run',
      'circles.distill.json',
      '--json',
      '--no-cache',
      '--set',
      'training.epochs=100000',
    ]);
    const closed = once(child, 'close');
    await new Promise<void>((resolve, reject) => {
      let output = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (output.includes('"type":"epoch"')) resolve();
      });
      child.on('close', () => {
        reject(new Error(`It ended before an epoch: ${output}`));
      });
    });
    const stop = await call('stop', 'latest');
    assert.equal(stop.exitCode, 0, stop.errors);
    assert.match(stop.output, /is stopping/);
    assert.deepEqual(await closed, [130, null]);
    const shown = await call('show', 'latest');
    assert.match(shown.output, /^Circles {2}stopped/);
    assert.match(shown.output, /distillery resume /);
    const again = await call('stop', 'latest');
    assert.equal(again.exitCode, 2);
  });

  it('tells mistakes in an experiment with exit code 2 and trains nothing', async () => {
    writeFileSync(path.join(folder, 'wrong.distill.json'), JSON.stringify({ ...experiment, studnt: {} }));
    const before = JSON.parse((await call('runs', '--json')).output) as unknown[];
    const { exitCode, errors } = await call('run', 'wrong.distill.json');
    assert.equal(exitCode, 2);
    assert.match(errors, /wrong\.distill\.json:1:\d+.*studnt/);
    assert.doesNotMatch(errors, /^ +at /m);
    const json = await call('run', 'wrong.distill.json', '--json');
    assert.equal(json.exitCode, 2);
    const { error } = JSON.parse(json.output) as { error: { diagnostics: unknown[] } };
    assert.equal(error.diagnostics.length, 1);
    assert.equal((JSON.parse((await call('runs', '--json')).output) as unknown[]).length, before.length);
    assert.equal((await call('run', 'absent.distill.json')).exitCode, 2);
  });

  it('ends quietly when the reader of its output goes away', async () => {
    const child = start(['softmax', '--logits', '1,2,3']);
    child.stdout.destroy();
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    const ended = await once(child, 'close');
    assert.deepEqual([...(ended as unknown[]), errors], [0, null, '']);
  });

  it('goes on training when the reader of its output goes away', async () => {
    const child = start(['run', 'circles.distill.json', '--set', 'name="Unread"']);
    const closed = once(child, 'close');
    child.stderr.resume();
    await once(child.stdout, 'data');
    child.stdout.destroy();
    assert.deepEqual(await closed, [0, null]);
    const [latest] = JSON.parse((await call('runs', '--json')).output) as { name: string; status: string }[];
    assert.deepEqual([latest?.name, latest?.status], ['Unread', 'done']);
  });
});
