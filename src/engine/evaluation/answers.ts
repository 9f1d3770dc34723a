/**
 * The answer of each row: the index of its largest logit, the first of equals (as TensorFlow's argmax).
 *
 * @param logits examples × classes, row-major
 * @throws RangeError when the logits are no whole rows, or one is not finite
 */
export function answersOf(logits: Float32Array, classes: number): Int32Array {
  const rows = logits.length / classes;
  if (!Number.isInteger(classes) || classes < 1 || !Number.isInteger(rows)) {
    throw new RangeError(`${logits.length} logits can't be rows of ${classes} classes.`);
  }
  const answers = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    let largest = -Infinity;
    for (let index = 0; index < classes; index++) {
      const logit = logits[row * classes + index] as number;
      if (!Number.isFinite(logit)) throw new RangeError(`Logit ${index} of example ${row} is ${logit}.`);
      if (logit > largest) {
        largest = logit;
        answers[row] = index;
      }
    }
  }
  return answers;
}

/**
 * @throws RangeError without examples, when counts differ, or when a label is no class
 */
export function requireLabels(labels: Int32Array, rows: number, classes: number): void {
  if (rows === 0) throw new RangeError('Nothing can be said about a network without examples.');
  if (labels.length !== rows) throw new RangeError(`${labels.length} labels for ${rows} rows of logits.`);
  for (const label of labels) {
    if (label < 0 || label >= classes)
      throw new RangeError(`Label ${label} is not one of ${classes} classes.`);
  }
}
