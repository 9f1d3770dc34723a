/** What was counted of a network: true class by answer. */
interface Measured {
  readonly test: { readonly confusion: readonly (readonly number[])[] };
}

export interface ConfusedPair {
  /** The true class. */
  readonly label: number;
  /** The class that was answered. */
  readonly answer: number;
  /** Test examples, summed over the networks. */
  readonly examples: number;
}

/** The mistakes that the networks make most often together, at most `most` of them, most frequent first. */
export function confusedPairs(networks: readonly Measured[], most: number): ConfusedPair[] {
  const classes = networks[0]?.test.confusion.length ?? 0;
  const pairs: ConfusedPair[] = [];
  for (let label = 0; label < classes; label++) {
    for (let answer = 0; answer < classes; answer++) {
      if (answer === label) continue;
      const examples = networks.reduce((sum, { test }) => sum + (test.confusion[label]?.[answer] ?? 0), 0);
      if (examples > 0) pairs.push({ label, answer, examples });
    }
  }
  return pairs.sort((a, b) => b.examples - a.examples).slice(0, most);
}
