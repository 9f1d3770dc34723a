/**
 * Softened class distributions of logits. Nothing here knows an engine: the trainer records with these functions and
 * the dashboard draws with them.
 */

/**
 * Writes exp(logits / temperature) of one row into `exponentials`, all divided by the largest, so that no finite logit
 * overflows.
 *
 * @returns their sum
 */
function exponentiateRow(
  logits: ArrayLike<number>,
  start: number,
  classes: number,
  temperature: number,
  exponentials: Float64Array,
): number {
  let largest = -Infinity;
  for (let index = 0; index < classes; index++) {
    const logit = logits[start + index] as number;
    if (logit > largest) largest = logit;
  }
  let sum = 0;
  for (let index = 0; index < classes; index++) {
    const exponential = Math.exp(((logits[start + index] as number) - largest) / temperature);
    exponentials[index] = exponential;
    sum += exponential;
  }
  return sum;
}

/** Writes softmax(logits / temperature) of one row into `probabilities`. */
function softenRow(
  logits: ArrayLike<number>,
  start: number,
  classes: number,
  temperature: number,
  probabilities: Float64Array,
): void {
  const sum = exponentiateRow(logits, start, classes, temperature, probabilities);
  for (let index = 0; index < classes; index++) {
    probabilities[index] = (probabilities[index] as number) / sum;
  }
}

function requireTemperature(temperature: number): void {
  if (!(temperature > 0 && temperature < Infinity)) {
    throw new RangeError(`A temperature is a number above 0, not ${temperature}.`);
  }
}

/** The number of rows of `classes` logits each. */
function rowCount(logits: ArrayLike<number>, classes: number): number {
  const rows = logits.length / classes;
  if (!Number.isInteger(classes) || classes < 1 || !Number.isInteger(rows)) {
    throw new RangeError(`${logits.length} logits can't be rows of ${classes} classes.`);
  }
  return rows;
}

/**
 * exp(zᵢ/T) / Σⱼ exp(zⱼ/T) of one row of logits (Hinton, Vinyals and Dean 2015, equation 1).
 *
 * @param temperature T above 0; 1 is plain softmax
 * @throws RangeError for any other temperature
 */
export function softmax(logits: ArrayLike<number>, temperature = 1): Float64Array {
  requireTemperature(temperature);
  const probabilities = new Float64Array(logits.length);
  softenRow(logits, 0, logits.length, temperature, probabilities);
  return probabilities;
}

/** The natural logarithms of {@link softmax}, exact where a probability itself would round to 0 or 1. */
export function logSoftmax(logits: ArrayLike<number>, temperature = 1): Float64Array {
  requireTemperature(temperature);
  const values = Float64Array.from(logits);
  const largest = values.reduce((most, logit) => Math.max(most, logit), -Infinity);
  const sum = values.reduce((total, logit) => total + Math.exp((logit - largest) / temperature), 0);
  const logarithmOfSum = Math.log(sum);
  return values.map((logit) => (logit - largest) / temperature - logarithmOfSum);
}

/** −Σ p ln p in nats, with 0 ln 0 = 0: from 0 (one-hot) to ln(classes) (uniform). */
export function entropy(probabilities: ArrayLike<number>): number {
  return Float64Array.from(probabilities).reduce(
    (sum, probability) => (probability > 0 ? sum - probability * Math.log(probability) : sum),
    0,
  );
}

/**
 * KL(p ‖ q) = Σ p ln(p/q) in nats; Infinity where q rules out what p allows.
 *
 * @throws RangeError when the distributions have different numbers of classes
 */
export function klDivergence(p: ArrayLike<number>, q: ArrayLike<number>): number {
  if (p.length !== q.length) {
    throw new RangeError(`Distributions over ${p.length} and ${q.length} classes can't be compared.`);
  }
  let sum = 0;
  for (let index = 0; index < p.length; index++) {
    const probability = p[index] as number;
    if (probability > 0) sum += probability * Math.log(probability / (q[index] as number));
  }
  return Math.max(0, sum);
}

/**
 * The mean softened distribution over the examples of each class: what the network confuses with what.
 *
 * @param logits examples × classes, row-major
 * @param labels one class index an example
 * @returns row: true class, column: mean probability of that class; null for a class without examples
 */
export function classMeans(
  logits: Float32Array,
  labels: Int32Array,
  classes: number,
  temperature: number,
): (number[] | null)[] {
  const matrix = classMeansMatrix(logits, labels, classes, temperature);
  return Array.from({ length: classes }, (_, label) => {
    const row = matrix.subarray(label * classes, (label + 1) * classes);
    return labels.includes(label) ? [...row] : null;
  });
}

/** As {@link classMeans}, classes × classes in one array; NaN in the row of a class without examples. */
export function classMeansMatrix(
  logits: Float32Array,
  labels: Int32Array,
  classes: number,
  temperature: number,
): Float64Array {
  requireTemperature(temperature);
  if (rowCount(logits, classes) !== labels.length) {
    throw new RangeError(`${labels.length} labels for ${logits.length / classes} rows of logits.`);
  }
  const means = new Float64Array(classes * classes);
  const counts = new Int32Array(classes);
  for (const label of labels) {
    if (label < 0 || label >= classes)
      throw new RangeError(`Label ${label} is not one of ${classes} classes.`);
    counts[label] = (counts[label] as number) + 1;
  }
  const exponentials = new Float64Array(classes);
  for (const [example, label] of labels.entries()) {
    const sum = exponentiateRow(logits, example * classes, classes, temperature, exponentials);
    const weight = 1 / (sum * (counts[label] as number));
    const row = means.subarray(label * classes, (label + 1) * classes);
    for (let index = 0; index < classes; index++) {
      row[index] = (row[index] as number) + weight * (exponentials[index] as number);
    }
  }
  for (const [label, count] of counts.entries()) {
    if (count === 0) means.fill(NaN, label * classes, (label + 1) * classes);
  }
  return means;
}

/**
 * The mean entropy of the softened distributions, in nats: near 0 the soft targets say no more than labels do, near
 * ln(classes) they say nothing. 0 without examples.
 *
 * @param logits examples × classes, row-major
 */
export function meanEntropy(logits: Float32Array, classes: number, temperature: number): number {
  requireTemperature(temperature);
  const rows = rowCount(logits, classes);
  const probabilities = new Float64Array(classes);
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    softenRow(logits, row * classes, classes, temperature, probabilities);
    sum += entropy(probabilities);
  }
  return rows === 0 ? 0 : sum / rows;
}
