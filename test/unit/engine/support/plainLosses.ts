import type { Matrix } from './losses';

/** Losses in plain float64, straight from their definitions. */

export function softmaxRow(logits: readonly number[], temperature = 1): number[] {
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp((logit - largest) / temperature));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

function meanOver(rows: Matrix, valueOf: (row: readonly number[], index: number) => number): number {
  return sumOf(rows.map(valueOf)) / rows.length;
}

/** Each label's row: 1 − ε + ε/C on the label and ε/C elsewhere. */
export function smoothedTargets(labels: readonly number[], classes: number, epsilon: number): number[][] {
  return labels.map((label) =>
    Array.from({ length: classes }, (_, index) => (index === label ? 1 - epsilon : 0) + epsilon / classes),
  );
}

/** −Σ q·ln softmax(z / T), averaged over examples. */
export function plainCrossEntropy(logits: Matrix, targets: Matrix, temperature = 1): number {
  return meanOver(logits, (row, index) => {
    const probabilities = softmaxRow(row, temperature);
    return -sumOf(probabilities.map((p, column) => (targets[index]?.[column] ?? NaN) * Math.log(p)));
  });
}

/** Σ p·ln(p/q) of the softened distributions, averaged over examples. */
export function plainDivergence(teacher: Matrix, student: Matrix, temperature: number): number {
  return meanOver(teacher, (row, index) => {
    const p = softmaxRow(row, temperature);
    const q = softmaxRow(student[index] ?? [], temperature);
    return sumOf(p.map((value, column) => value * Math.log(value / (q[column] ?? NaN))));
  });
}

/** The gradient of `loss` by central differences. */
export function finiteDifferences(loss: (logits: Matrix) => number, at: Matrix, width = 1e-5): number[][] {
  return at.map((row, example) =>
    row.map((_, column) => {
      const moved = (by: number): number[][] =>
        at.map((values, i) => values.map((value, j) => (i === example && j === column ? value + by : value)));
      return (loss(moved(width)) - loss(moved(-width))) / (2 * width);
    }),
  );
}
