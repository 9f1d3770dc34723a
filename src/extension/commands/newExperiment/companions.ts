/** Names that files of labels have beside their files of inputs. */
const LABEL_NAMES: readonly (readonly [inputs: RegExp, labels: string])[] = [
  [/images-idx3/, 'labels-idx1'],
  [/images\.idx3/, 'labels.idx1'],
  [/images/, 'labels'],
  [/inputs/, 'labels'],
  [/features/, 'labels'],
  [/^(x)(?=[_.-])/, 'y'],
  [/(?<=[_-])x(?=\.)/, 'y'],
];
const TEST_NAMES: readonly (readonly [train: RegExp, test: string])[] = [
  [/train/, 't10k'],
  [/train/, 'test'],
];

/** The file of labels that belongs to a file of inputs, among the names of its folder. */
export function labelsBeside(inputs: string, names: readonly string[]): string | undefined {
  return companion(inputs, LABEL_NAMES, names);
}

/** The test file that belongs to a training file, among the names of its folder. */
export function testBeside(train: string, names: readonly string[]): string | undefined {
  return companion(train, TEST_NAMES, names);
}

function companion(
  name: string,
  patterns: readonly (readonly [RegExp, string])[],
  names: readonly string[],
): string | undefined {
  return patterns
    .map(([pattern, replacement]) => name.replace(pattern, replacement))
    .find((candidate) => candidate !== name && names.includes(candidate));
}
