import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { constants } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import type { RunEvent } from '../../../src/protocol/events';
import type { Environment } from '../../../src/protocol/record';
import { readRun, type RunFolder } from '../../../src/runs';
import { assertSameResults } from './sameResults';
import {
  computingProcess,
  runTrainer,
  smallExperiment,
  TrainerFolder,
  TrainerProcess,
} from './trainerProcess';

/** How many signals a run is showered with; set DISTILLERY_SIGNALS for more. */
const SIGNALS = Number(process.env['DISTILLERY_SIGNALS'] ?? 300);

const studentSteps = (event: RunEvent): boolean => event.type === 'steps' && event.stage === 'student-1';

/** Numbers of the signals that a process has handlers for. */
function caughtSignals(pid: number): number[] {
  const [, mask = ''] = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Array.from({ length: 64 }, (_, index) => index + 1).filter(
    (signal) => ((BigInt(`0x${mask}`) >> BigInt(signal - 1)) & 1n) === 1n,
  );
}

/** The letter of Linux for what a process does: R, S, T (stopped by a signal)… */
function stateOf(pid: number): string {
  return readFileSync(`/proc/${pid}/stat`, 'latin1')
    .replace(/^.*\) /s, '')
    .charAt(0);
}

describe('a signal', () => {
  let folder: TrainerFolder;
  let uninterrupted: RunFolder;
  const words = (): string[] => ['run', folder.experimentFile, '--json', '--no-cache'];

  before(async function () {
    if (process.platform === 'win32') this.skip();
    folder = new TrainerFolder();
    folder.write(smallExperiment({ training: { epochs: 12, batchSize: 16 } }));
    const trainer = new TrainerProcess(words(), folder.path);
    uninterrupted = await trainer.run();
    assert.equal((await trainer.ended).exitCode, 0);
  });

  after(() => {
    folder.remove();
  });

  async function resumeToTheEnd(run: RunFolder): Promise<void> {
    const { exitCode, errors } = await runTrainer(['resume', run.path, '--json'], folder.path);
    assert.equal(exitCode, 0, errors);
    assertSameResults(run, uninterrupted);
  }

  it('is never handled where matrices are multiplied', async function () {
    if (process.platform !== 'linux') this.skip();
    const { engine } = JSON.parse(readFileSync(uninterrupted.environment, 'utf8')) as Environment;
    if (engine.name !== 'native') this.skip();
    const trainer = new TrainerProcess(words(), folder.path);
    const { pid } = computingProcess(await trainer.run());
    await trainer.event(studentSteps);
    const { SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV } = constants.signals;
    // What a thread brings upon itself, and what the C library keeps for its own use.
    const harmless = [SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV, 32, 33];
    assert.deepEqual(
      caughtSignals(pid).filter((signal) => !harmless.includes(signal)),
      [],
    );
    assert.ok(caughtSignals(trainer.child.pid ?? 0).includes(constants.signals.SIGINT));
    trainer.child.kill('SIGINT');
    assert.equal((await trainer.ended).exitCode, 130);
  });

  it(`does no harm, ${SIGNALS} times`, async function () {
    this.timeout(60_000 + 100 * SIGNALS);
    for (let sent = 0; sent < SIGNALS;) {
      const trainer = new TrainerProcess(words(), folder.path);
      const run = await trainer.run();
      const pids = [computingProcess(run).pid, trainer.child.pid ?? 0];
      while (trainer.child.exitCode === null && trainer.child.signalCode === null) {
        for (const signal of ['SIGWINCH', 'SIGCHLD', 'SIGCONT', 'SIGURG'] as const) {
          for (const pid of pids) {
            try {
              process.kill(pid, signal);
              sent++;
            } catch {
              // It has just ended.
            }
          }
        }
        await setTimeout(1);
      }
      assert.equal((await trainer.ended).exitCode, 0);
      assertSameResults(run, uninterrupted);
    }
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    it(`${signal} stops the run with a checkpoint, once or twice at the same moment`, async () => {
      const trainer = new TrainerProcess(words(), folder.path);
      const run = await trainer.run();
      await trainer.event(studentSteps);
      trainer.child.kill(signal);
      trainer.child.kill(signal);
      assert.equal((await trainer.ended).exitCode, 130);
      assert.equal(readRun(run).status, 'stopped');
      if (signal === 'SIGINT') await resumeToTheEnd(run);
    });
  }

  it('that comes again ends the run at once, even if the process that computes hangs', async () => {
    const trainer = new TrainerProcess(words(), folder.path);
    const run = await trainer.run();
    await trainer.event(studentSteps);
    process.kill(computingProcess(run).pid, 'SIGSTOP');
    const ended = trainer.ended.then(({ exitCode }) => exitCode);
    let exitCode: number | null | 'running';
    do {
      trainer.child.kill('SIGINT');
      exitCode = await Promise.race([ended, setTimeout(50, 'running' as const)]);
    } while (exitCode === 'running');
    assert.equal(exitCode, 130);
    assert.equal(readRun(run).status, 'crashed');
  });

  it('before there is a record ends all at once', async () => {
    const trainer = new TrainerProcess(words(), folder.path);
    const before = (await folder.runs()).length;
    while (process.platform === 'linux' && !caughtSignals(trainer.child.pid ?? 0).includes(1)) {
      await setTimeout(1);
    }
    trainer.child.kill('SIGINT');
    const { exitCode, signal, output } = await trainer.ended;
    assert.ok(exitCode === 130 || signal === 'SIGINT');
    assert.equal(output, '');
    assert.equal((await folder.runs()).length, before);
  });

  it('SIGTSTP pauses the run and stops the command line, SIGCONT continues both', async function () {
    if (process.platform !== 'linux') this.skip();
    const trainer = new TrainerProcess(words(), folder.path);
    const run = await trainer.run();
    await trainer.event(studentSteps);
    trainer.child.kill('SIGTSTP');
    while (stateOf(trainer.child.pid ?? 0) !== 'T' || readRun(run).status !== 'paused') await setTimeout(5);
    trainer.child.kill('SIGCONT');
    await trainer.event(({ type }) => type === 'continued');
    assert.equal((await trainer.ended).exitCode, 0);
    assertSameResults(run, uninterrupted);
  });

  it('SIGKILL to the command line has the run stop by itself', async () => {
    const trainer = new TrainerProcess(words(), folder.path);
    const run = await trainer.run();
    await trainer.event(studentSteps);
    const socket = net.connect(computingProcess(run).controlAddress);
    await once(socket, 'connect');
    const stopped = once(socket, 'close');
    trainer.child.kill('SIGKILL');
    await stopped;
    assert.equal(readRun(run).status, 'stopped');
  });

  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    it(`${signal} to the process that computes is told as a crash that can be resumed`, async () => {
      const trainer = new TrainerProcess(
        words().filter((word) => word !== '--json'),
        folder.path,
      );
      await secondLine(trainer.child);
      const run = (await folder.runs()).at(-1);
      assert.ok(run);
      process.kill(computingProcess(run).pid, signal);
      const { exitCode, output } = await trainer.ended;
      assert.equal(exitCode, 1);
      assert.match(
        output,
        new RegExp(`^Crashed\\. The process that computes was ended by ${signal}\\.$`, 'm'),
      );
      assert.match(output, new RegExp(`distillery resume ${run.id}$`, 'm'));
      assert.equal(readRun(run).status, 'crashed');
    });
  }
});

/** The run's name is printed with its first event; what comes after that, once its parent knows that it has started. */
function secondLine({ stdout }: TrainerProcess['child']): Promise<void> {
  let printed = '';
  return new Promise((resolve) => {
    stdout?.on('data', (text) => {
      printed += String(text);
      if (printed.split('\n').length > 2) resolve();
    });
  });
}
