import assert from 'node:assert/strict';
import type { ExperimentInput } from '../../../src/experiment/schema/experiment';
import type { CheckpointWritten, RunEvent, Steps } from '../../../src/protocol/events';
import { Random, RandomStream } from '../../../src/common/random';
import { isProcessAlive, readRun, sendControl, type RunFolder } from '../../../src/runs';
import { assertSameResults } from './sameResults';
import {
  computingProcess,
  runTrainer,
  smallExperiment,
  TrainerFolder,
  TrainerProcess,
} from './trainerProcess';

/** How often a run is killed; set DISTILLERY_KILLS for more. */
const KILLS = Number(process.env['DISTILLERY_KILLS'] ?? 4);

const stepsOf =
  (stage: string, atLeast: number) =>
  (event: RunEvent): event is Steps =>
    event.type === 'steps' && event.stage === stage && event.first + event.total.length > atLeast;

const checkpointOf =
  (stage: string) =>
  (event: RunEvent): event is CheckpointWritten =>
    event.type === 'checkpoint' && event.stage === stage;

/** Everything that a checkpoint must remember, in one experiment; the student's stage takes a while. */
const demanding: Partial<ExperimentInput> = {
  training: {
    epochs: 12,
    batchSize: 16,
    optimizer: { type: 'sgd', learningRate: 0.05, momentum: 0.9, nesterov: true },
    schedule: { type: 'cosine', warmupEpochs: 1 },
    augmentation: { shift: 1, noise: 0.05 },
    clipNorm: 1,
    earlyStopping: { patience: 8 },
  },
};

describe('an interrupted run', () => {
  let folder: TrainerFolder;
  let uninterrupted: RunFolder;

  async function latest(): Promise<RunFolder> {
    const run = (await folder.runs()).at(-1);
    assert.ok(run);
    return run;
  }

  function control(
    run: RunFolder,
    command: Parameters<typeof sendControl>[1],
  ): ReturnType<typeof sendControl> {
    return sendControl(computingProcess(run).controlAddress, command);
  }

  async function resumeToTheEnd(run: RunFolder): Promise<void> {
    const { exitCode, errors, output } = await runTrainer(['resume', run.path, '--json'], folder.path);
    assert.equal(exitCode, 0, errors + output.slice(-2000));
  }

  before(async () => {
    folder = new TrainerFolder();
    folder.write(smallExperiment(demanding));
    const { exitCode, errors } = await runTrainer(
      ['run', folder.experimentFile, '--json', '--no-cache'],
      folder.path,
    );
    assert.equal(exitCode, 0, errors);
    uninterrupted = await latest();
  });

  after(() => {
    folder.remove();
  });

  it('pauses, writes a checkpoint, goes on and stops when told over its socket', async () => {
    const trainer = new TrainerProcess(['run', folder.experimentFile, '--json', '--no-cache'], folder.path);
    await trainer.event(stepsOf('teacher', 1));
    const run = await latest();
    assert.deepEqual((await control(run, 'status')).ok, true);

    const paused = await control(run, 'pause');
    assert.ok(paused.ok && paused.state === 'paused');
    await trainer.event((event) => event.type === 'paused');
    assert.equal(readRun(run).status, 'paused');

    const running = await control(run, 'continue');
    assert.ok(running.ok && running.state === 'running');
    await trainer.event((event) => event.type === 'continued');

    await trainer.event(stepsOf('student-1', 1));
    const before = readRun(run).stages.find(({ stage }) => stage === 'student-1')?.checkpoints.length ?? 0;
    assert.ok((await control(run, 'checkpoint')).ok);
    const { exitCode } = await stopped(trainer, run);
    assert.equal(exitCode, 130);
    const student = readRun(run).stages.find(({ stage }) => stage === 'student-1');
    assert.ok(student && student.checkpoints.length > before);
    await resumeToTheEnd(run);
    assertSameResults(run, uninterrupted);
  });

  async function stopped(trainer: TrainerProcess, run: RunFolder): ReturnType<typeof runTrainer> {
    assert.ok((await control(run, 'stop')).ok);
    return trainer.ended;
  }

  it('is refused a second trainer while it runs', async () => {
    const trainer = new TrainerProcess(['run', folder.experimentFile, '--json', '--no-cache'], folder.path);
    await trainer.event(stepsOf('teacher', 1));
    const run = await latest();
    const second = await runTrainer(['resume', run.path], folder.path);
    assert.equal(second.exitCode, 2);
    assert.match(second.errors, /running in another process/);
    await stopped(trainer, run);
  });

  it('is refused when its data has changed', async () => {
    const own = new TrainerFolder();
    try {
      own.write(smallExperiment(demanding));
      const trainer = new TrainerProcess(['run', own.experimentFile, '--json'], own.path);
      await trainer.event(stepsOf('teacher', 1));
      const [run] = await own.runs();
      assert.ok(run);
      await stopped(trainer, run);
      own.changeData();
      const { exitCode, errors } = await runTrainer(['resume', run.path], own.path);
      assert.equal(exitCode, 2);
      assert.match(errors, /data has changed/);
    } finally {
      own.remove();
    }
  });

  it(`survives being killed ${KILLS} times at random moments, each time with a record that resumes`, async function () {
    this.timeout(KILLS * 30_000);
    const random = new Random(Number(process.env['DISTILLERY_SEED'] ?? 1), RandomStream.bootstrap);
    const total = readRun(uninterrupted).stages.reduce((sum, { series }) => sum + series.length, 0);
    for (let kill = 0; kill < KILLS; kill++) {
      const trainer = new TrainerProcess(['run', folder.experimentFile, '--json', '--no-cache'], folder.path);
      const run = await trainer.run();
      const computing = computingProcess(run);
      const target = random.nextInteger(total);
      let steps = 0;
      const seen = new Set<RunEvent>();
      const last = await trainer.event((event) => {
        if (event.type === 'steps' && !seen.has(event)) {
          seen.add(event);
          steps += event.total.length;
        }
        return steps >= target && event.type !== 'run-ended';
      });
      process.kill(computing.pid, 'SIGKILL');
      const { exitCode, output } = await trainer.ended;
      assert.equal(exitCode, 1);
      assert.match(output.trimEnd().split('\n').at(-1) ?? '', /was ended by SIGKILL.*distillery resume /);
      const record = readRun(run);
      assert.equal(record.status, 'crashed');
      assert.ok((record.lastEventAt ?? 0) >= last.time - 1000, 'more than the last second is lost');
      assert.ok(!isProcessAlive(computing));
      await resumeToTheEnd(run);
      assertSameResults(run, uninterrupted);
    }
  });

  it('leaves out a damaged checkpoint, says so, and still ends the same', async () => {
    const trainer = new TrainerProcess(['run', folder.experimentFile, '--json', '--no-cache'], folder.path);
    await trainer.event(checkpointOf('student-1'));
    await trainer.event(stepsOf('student-1', 100));
    const run = await latest();
    process.kill(computingProcess(run).pid, 'SIGKILL');
    await trainer.ended;
    folder.damageNewestCheckpoint(run, 'student-1');
    await resumeToTheEnd(run);
    assert.ok(
      readRun(run).warnings.some(({ message }) => message.includes('is damaged and was passed over')),
    );
    assertSameResults(run, uninterrupted);
  });
});
