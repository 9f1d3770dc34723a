/** Where a new experiment's examples come from; paths relative to the experiment file, with forward slashes. */
export type NewDataset =
  | { readonly format: 'csv'; readonly train: string; readonly label: string | number }
  | {
      readonly format: 'idx' | 'npy';
      readonly train: PairedFiles;
      readonly test?: PairedFiles;
    }
  | { readonly format: 'npz'; readonly file: string };

/** A file of inputs and one of labels. */
export interface PairedFiles {
  readonly inputs: string;
  readonly labels: string;
}

/** A commented experiment file with sensible first values for data that nobody has looked at yet. */
export function experimentText(name: string, dataset: NewDataset): string {
  return `{
  // Hover over a field to read what it does; every field that is left out has a default.
  "name": ${JSON.stringify(name)},

  "dataset": {
${indented(datasetLines(dataset), 4)}
    // A tenth of the training data chooses the best epoch. The test data never does.
    "validation": 0.1,
    // Mean 0 and deviation 1 for each feature. "unit" suits images: it divides by the largest value.
    "scaling": ${JSON.stringify(scalingFor(dataset))}
  },

  // The large network. Its knowledge is handed down.
  "teacher": {
    "model": { "type": "mlp", "hidden": [256, 256], "dropout": 0.3 }
  },

  // The small network that you want. Make it as small as you need it.
  "student": {
    "model": { "type": "mlp", "hidden": [32] }
  },

  // loss = (1 − α)·cross-entropy(labels) + α·T²·KL(teacher ‖ student), both softened by the temperature T.
  "distillation": {
    "method": "hinton",
    "temperature": 4,
    "alpha": 0.9
  },

  "training": {
    "epochs": 20,
    "batchSize": 64,
    "optimizer": { "type": "adam", "learningRate": 0.001 }
  },

  // The same student without the teacher, so that the report can say what the teacher was worth.
  "baseline": { "method": "labels" },

  // Three students: enough to tell a difference from luck.
  "seeds": [1, 2, 3]
}
`;
}

function indented(lines: readonly string[], spaces: number): string {
  return lines.map((line) => ' '.repeat(spaces) + line).join('\n');
}

function datasetLines(dataset: NewDataset): string[] {
  const heldOut = ['// No file of its own for the test: a fifth of the data is held out.', '"test": 0.2,'];
  switch (dataset.format) {
    case 'csv':
      return [
        '"format": "csv",',
        `"train": ${JSON.stringify(dataset.train)},`,
        '// The column with the class: its name, or its index from 0; −1 is the last.',
        `"label": ${JSON.stringify(dataset.label)},`,
        ...heldOut,
      ];
    case 'idx':
    case 'npy':
      return [
        `"format": ${JSON.stringify(dataset.format)},`,
        `"train": ${pair(dataset.train)},`,
        ...(dataset.test === undefined ? heldOut : [`"test": ${pair(dataset.test)},`]),
      ];
    case 'npz':
      return [
        '"format": "npz",',
        `"file": ${JSON.stringify(dataset.file)},`,
        '// The names of the arrays in the file.',
        '"arrays": {',
        '  "trainInputs": "x_train",',
        '  "trainLabels": "y_train",',
        '  "testInputs": "x_test",',
        '  "testLabels": "y_test"',
        '},',
      ];
  }
}

function pair({ inputs, labels }: PairedFiles): string {
  return `{ "inputs": ${JSON.stringify(inputs)}, "labels": ${JSON.stringify(labels)} }`;
}

function scalingFor({ format }: NewDataset): 'standardize' | 'unit' {
  return format === 'csv' ? 'standardize' : 'unit';
}

/** The text of an example of the extension's own, as it stands in a folder of somebody else's. */
export function exampleText(text: string, dataFile: string): string {
  return text
    .replace(/^ *\/\/[^\n]*JSON Schema[^\n]*\n/m, '')
    .replace(/^ *"\$schema"[^\n]*\n/m, '')
    .replace('"digits.csv.gz"', JSON.stringify(dataFile))
    .replace(
      /^( *)(\/\/ 1,797 rows)/m,
      '$1// Handwritten digits by E. Alpaydin and C. Kaynak (1998), UCI Machine Learning Repository,\n$1// https://doi.org/10.24432/C50P49, licensed CC BY 4.0.\n$1$2',
    );
}
