import { entropy, klDivergence, softmax } from '../../common/distribution';

/** How teacher and student answer one probe, at one temperature. */
export interface ProbeMeasures {
  readonly teacher: Float64Array;
  readonly student: Float64Array;
  /** In nats. */
  readonly teacherEntropy: number;
  readonly studentEntropy: number;
  /** KL(teacher ‖ student), in nats. */
  readonly divergence: number;
  /** The share of the teacher's and of the student's mass that is not on the label. */
  readonly teacherOffLabel: number;
  readonly studentOffLabel: number;
  /** Spearman's correlation of the two orders of classes, from −1 to 1. */
  readonly rankAgreement: number;
  readonly teacherAnswer: number;
  readonly studentAnswer: number;
}

export function measureProbe(
  teacherLogits: ArrayLike<number>,
  studentLogits: ArrayLike<number>,
  label: number,
  temperature: number,
): ProbeMeasures {
  const teacher = softmax(teacherLogits, temperature);
  const student = softmax(studentLogits, temperature);
  return {
    teacher,
    student,
    teacherEntropy: entropy(teacher),
    studentEntropy: entropy(student),
    divergence: klDivergence(teacher, student),
    teacherOffLabel: 1 - (teacher[label] ?? 0),
    studentOffLabel: 1 - (student[label] ?? 0),
    rankAgreement: rankCorrelation(teacherLogits, studentLogits),
    teacherAnswer: indexOfLargest(teacherLogits),
    studentAnswer: indexOfLargest(studentLogits),
  };
}

/** Half the sum of the differences between two distributions: from 0, alike, to 1, apart. */
export function totalVariation(p: ArrayLike<number>, q: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < p.length; index++) sum += Math.abs((p[index] ?? 0) - (q[index] ?? 0));
  return sum / 2;
}

export function indexOfLargest(values: ArrayLike<number>): number {
  let best = 0;
  for (let index = 1; index < values.length; index++) {
    if ((values[index] as number) > (values[best] as number)) best = index;
  }
  return best;
}

/** Spearman's rank correlation: Pearson's of the ranks, ties sharing their mean rank. 1 when an order says nothing. */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const ranksA = ranks(a);
  const ranksB = ranks(b);
  const mean = (ranksA.length - 1) / 2;
  let product = 0;
  let squareA = 0;
  let squareB = 0;
  for (let index = 0; index < ranksA.length; index++) {
    const deviationA = (ranksA[index] ?? 0) - mean;
    const deviationB = (ranksB[index] ?? 0) - mean;
    product += deviationA * deviationB;
    squareA += deviationA ** 2;
    squareB += deviationB ** 2;
  }
  return squareA === 0 || squareB === 0 ? 1 : product / Math.sqrt(squareA * squareB);
}

function ranks(values: ArrayLike<number>): number[] {
  const order = Array.from(values, (value, index) => ({ value, index })).sort((x, y) => x.value - y.value);
  const result = new Array<number>(order.length).fill(0);
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end + 1 < order.length && order[end + 1]?.value === order[start]?.value) end++;
    for (let place = start; place <= end; place++) {
      const entry = order[place];
      if (entry) result[entry.index] = (start + end) / 2;
    }
    start = end + 1;
  }
  return result;
}

export type ProbeOrder = 'ambiguous' | 'divergence' | 'disagreement' | 'rescued';

/** The probes' indices, the most telling first. */
export function orderProbes(
  measures: readonly (ProbeMeasures | undefined)[],
  labels: readonly number[],
  order: ProbeOrder,
): number[] {
  const score = (index: number): number => {
    const measure = measures[index];
    if (!measure) return -Infinity;
    switch (order) {
      case 'ambiguous':
        return measure.teacherEntropy;
      case 'divergence':
        return measure.divergence;
      case 'disagreement':
        return (measure.teacherAnswer === measure.studentAnswer ? 0 : 1000) + measure.divergence;
      case 'rescued': {
        const missed = measure.teacherAnswer === labels[index] && measure.studentAnswer !== labels[index];
        return (missed ? 1000 : 0) + measure.divergence;
      }
    }
  };
  return labels.map((_, index) => index).sort((a, b) => score(b) - score(a) || a - b);
}

/** Which examples a cell of the map stands for: those of one class whose mass off the label goes to one answer most. */
export interface Leaning {
  readonly label: number;
  /** Equal to the label: all examples of the class. */
  readonly answer: number;
  readonly by: 'teacher' | 'student';
}

/** Whether an example belongs to a cell of the map. */
export function leans(
  measure: ProbeMeasures | undefined,
  label: number,
  { label: wanted, answer, by }: Leaning,
): boolean {
  if (label !== wanted) return false;
  if (answer === wanted) return true;
  return measure !== undefined && indexOfLargest(without(measure[by], label)) === answer;
}

function without(shares: Float64Array, label: number): Float64Array {
  return shares.map((share, index) => (index === label ? -Infinity : share));
}
