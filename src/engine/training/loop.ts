import type { Examples } from '../../common/examples';
import { permutation, Random, RandomStream } from '../../common/random';
import { predictLogits } from '../prediction';
import { LossReporter } from './losses';
import { splitMetrics, trainingSample } from './metrics';
import { learningRateAt, type TrainingLength } from './schedule';
import { EpochSelection } from './selection';
import { createTrainingStep, type TrainingStep } from './step';
import { Stopwatch } from './stopwatch';
import type { SplitMetrics, TrainingListener, TrainingOutcome, TrainingTask } from './types';

/** Others get their turn after the first step that ends this late: never more than 50 ms apart unless one step takes longer. */
const TURN_MILLISECONDS = 25;
const REPORT_SECONDS = 0.125;

type Ending = Pick<TrainingOutcome, 'status' | 'divergedAtStep'>;

/**
 * Trains a network: epochs of steps in an order that depends on seed and epoch alone, so that a checkpoint needs no
 * random state and training continues bit for bit.
 *
 * @throws UserError when network, method, augmentation and data don't go together
 */
export async function train(task: TrainingTask, listener: TrainingListener): Promise<TrainingOutcome> {
  const { network, train: examples, checkpoint, settings } = task;
  const step = createTrainingStep({ ...task, network, examples });
  const selection = new EpochSelection(settings, checkpoint);
  let loop: TrainingLoop;
  let ending: Ending;
  try {
    if (checkpoint) step.restore(checkpoint.arrays);
    loop = new TrainingLoop(task, listener, step, selection);
    ending = await loop.run();
  } finally {
    step.dispose();
  }
  const { position } = loop;
  if (ending.status === 'stopped') return { ...ending, ...position };
  const whole = ending.status === 'done' ? position.epoch : undefined;
  const keptEpoch = selection.restoreBest(network) ?? whole;
  return { ...ending, ...position, ...(keptEpoch !== undefined && { keptEpoch }) };
}

class TrainingLoop {
  private readonly length: TrainingLength;
  private readonly watch: Stopwatch;
  private readonly losses: LossReporter;
  private readonly sample: Examples;
  private stepsDone: number;
  private epochsDone: number;
  private lastTurn = performance.now();
  private lastCheckpoint: number;

  constructor(
    private readonly task: TrainingTask,
    private readonly listener: TrainingListener,
    private readonly step: TrainingStep,
    private readonly selection: EpochSelection,
  ) {
    const { train: examples, settings, checkpoint } = task;
    const stepsPerEpoch = Math.ceil(examples.count / settings.batchSize);
    this.length = { stepsPerEpoch, totalSteps: stepsPerEpoch * settings.epochs };
    this.stepsDone = checkpoint?.step ?? 0;
    this.epochsDone = checkpoint?.epoch ?? 0;
    this.watch = new Stopwatch(checkpoint?.progress.seconds);
    this.lastCheckpoint = this.watch.seconds;
    this.sample = trainingSample(examples);
    this.losses = new LossReporter(
      step,
      (report) => {
        listener.steps(report);
      },
      () => this.watch.seconds,
      this.stepsDone,
    );
  }

  get position(): Pick<TrainingOutcome, 'step' | 'epoch' | 'seconds'> {
    return { step: this.stepsDone, epoch: this.epochsDone, seconds: this.watch.seconds };
  }

  async run(): Promise<Ending> {
    while (this.epochsDone < this.task.settings.epochs && !this.selection.isExhausted) {
      const started = this.watch.seconds;
      const ending = (await this.runSteps()) ?? (await this.endEpoch(started));
      if (ending) return ending;
    }
    return { status: 'done' };
  }

  /** The steps that are left of this epoch. */
  private async runSteps(): Promise<Ending | undefined> {
    const { train: examples, settings, seed } = this.task;
    const order = permutation(examples.count, new Random(seed, RandomStream.shuffle, this.epochsDone));
    const stepsBefore = this.epochsDone * this.length.stepsPerEpoch;
    for (let batch = this.stepsDone - stepsBefore; batch < this.length.stepsPerEpoch; batch++) {
      const indices = order.subarray(batch * settings.batchSize, (batch + 1) * settings.batchSize);
      const step = this.stepsDone + 1;
      const learningRate = learningRateAt(
        settings.optimizer.learningRate,
        settings.schedule,
        step,
        this.length,
      );
      this.step.run(indices, { epoch: this.epochsDone, step, learningRate });
      this.stepsDone = step;
      this.losses.note(indices.length, learningRate);
      if (performance.now() - this.lastTurn >= TURN_MILLISECONDS) {
        const ending = await this.turn();
        if (ending) return ending;
      }
    }
    return undefined;
  }

  /** Lets others work, and does what is due or asked for. */
  private async turn(): Promise<Ending | undefined> {
    const asked = await this.watch.without(() => this.listener.between());
    this.lastTurn = performance.now();
    const due = this.watch.seconds - this.lastCheckpoint >= this.task.checkpointSeconds;
    const isCheckpoint = due || asked !== 'continue';
    if (!isCheckpoint && this.losses.age < REPORT_SECONDS) return undefined;
    const diverged = this.reportLosses();
    if (diverged) return diverged;
    if (isCheckpoint) await this.checkpoint();
    return asked === 'stop' ? { status: 'stopped' } : undefined;
  }

  private async endEpoch(started: number): Promise<Ending | undefined> {
    const diverged = this.reportLosses();
    if (diverged) return diverged;
    const { network, validation: heldOut } = this.task;
    const train = await this.measure(this.sample);
    if (!Number.isFinite(train.loss)) return { status: 'diverged', divergedAtStep: this.stepsDone };
    const validation = heldOut && (await this.measure(heldOut));
    this.epochsDone++;
    const report = {
      epoch: this.epochsDone,
      step: this.stepsDone,
      train,
      ...(validation && { validation }),
      best: this.selection.consider(this.epochsDone, network, validation),
      seconds: this.watch.seconds - started,
    };
    await this.watch.without(() => this.listener.epoch(report));
    await this.checkpoint();
    return undefined;
  }

  private reportLosses(): Ending | undefined {
    const divergedAtStep = this.losses.flush();
    return divergedAtStep === undefined ? undefined : { status: 'diverged', divergedAtStep };
  }

  private async measure(examples: Examples): Promise<SplitMetrics> {
    const { network } = this.task;
    const logits = await predictLogits(network, examples, {
      onProgress: () => new Promise((resolve) => setImmediate(resolve)),
    });
    return splitMetrics(logits, examples.labels, network.classes);
  }

  private async checkpoint(): Promise<void> {
    const { step, epoch, seconds } = this.position;
    const arrays = [...this.step.state(), ...this.selection.arrays];
    const progress = { ...this.selection.progress, seconds };
    await this.watch.without(() => this.listener.checkpoint({ step, epoch, arrays, progress }));
    this.lastCheckpoint = this.watch.seconds;
    this.losses.restart();
  }
}
