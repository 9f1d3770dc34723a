import type { NumericArray } from './arrays/elements';

/** A table of numbers, one example a row, not yet scaled. */
export interface InputTable {
  readonly file: string;
  readonly count: number;
  /** The shape of one example, as the file has it. */
  readonly shape: readonly number[];
  /** Rows `i × rowsPerBlock` … are in block `i`, row-major. */
  readonly blocks: readonly NumericArray[];
  readonly rowsPerBlock: number;
  /** The largest magnitude that the type stands for (255 for bytes); undefined: what the data has. */
  readonly fullScale: number | undefined;
}

export interface LabelledInputs {
  readonly inputs: InputTable;
  /** Class indices, one for each row. */
  readonly labels: Int32Array;
}

/** Everything that the files of a dataset hold, not yet split. */
export interface DataSource {
  readonly train: LabelledInputs;
  /** Undefined when the test set is held out of the training data. */
  readonly test: LabelledInputs | undefined;
  readonly classNames: readonly string[];
  readonly featureNames: readonly string[] | undefined;
}
