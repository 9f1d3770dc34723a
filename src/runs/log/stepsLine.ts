import type { StageKey, Steps } from '../../protocol/events';
import { NumberListReader } from './numberList';

/** An event of steps whose lists are overwritten by the next one that its decoder decodes; NaN for null. */
export interface DecodedSteps extends Omit<Steps, 'total' | 'hard' | 'soft' | 'learningRate'> {
  readonly total: Float64Array;
  readonly hard: Float64Array;
  readonly soft?: Float64Array;
  readonly learningRate: Float64Array;
}

/** All before the first list, as the writer puts it: there is nothing in it that would have to be unescaped. */
const HEAD =
  /^\{"type":"steps","time":(0|[1-9]\d{0,14}),"stage":"([a-z][a-z0-9-]{0,63})","first":([1-9]\d{0,14}),"examplesPerSecond":(0|[1-9]\d{0,14}),"total":\[/;
const LONGEST_HEAD = 256;
const START = Buffer.from('{"type":"steps"');
const HARD = Buffer.from(',"hard":[');
const SOFT = Buffer.from(',"soft":[');
const LEARNING_RATE = Buffer.from(',"learningRate":[');
const END = Buffer.from('}');
const MOST_STEPS = 1 << 14;

/** Decodes lines of steps in a fraction of the time that any JSON takes: there may be a million steps. */
export class StepsDecoder {
  private readonly total = new Float64Array(MOST_STEPS);
  private readonly hard = new Float64Array(MOST_STEPS);
  private readonly soft = new Float64Array(MOST_STEPS);
  private readonly learningRate = new Float64Array(MOST_STEPS);

  /** Undefined for whatever is not in the very form that the writer gives it, sound or not, or has uncommonly many steps. */
  decode(line: Buffer): DecodedSteps | undefined {
    if (line.length < START.length || START.compare(line, 0, START.length) !== 0) return undefined;
    const head = HEAD.exec(line.toString('latin1', 0, LONGEST_HEAD));
    if (!head) return undefined;
    const [start, time, stage, first, examplesPerSecond] = head;
    const lists = new NumberListReader(line, start.length);
    const length = lists.read(this.total);
    const isRead = (values: Float64Array): boolean => lists.read(values) === length;
    if (length < 0 || !lists.passes(HARD) || !isRead(this.hard)) return undefined;
    const hasSoft = lists.passes(SOFT);
    if (hasSoft && !isRead(this.soft)) return undefined;
    if (!lists.passes(LEARNING_RATE) || !isRead(this.learningRate)) return undefined;
    if (!lists.passes(END) || !lists.isAtEnd) return undefined;
    return {
      type: 'steps',
      time: Number(time),
      stage: stage as StageKey,
      first: Number(first),
      examplesPerSecond: Number(examplesPerSecond),
      total: this.total.subarray(0, length),
      hard: this.hard.subarray(0, length),
      ...(hasSoft && { soft: this.soft.subarray(0, length) }),
      learningRate: this.learningRate.subarray(0, length),
    };
  }
}
