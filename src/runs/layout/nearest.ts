/** The fewest single-character insertions, deletions and replacements between two words (Levenshtein 1966). */
function editDistance(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 0; row < from.length; row++) {
    const current = [row + 1];
    for (let column = 0; column < to.length; column++) {
      const replaced = (above[column] ?? 0) + (from[row] === to[column] ? 0 : 1);
      current.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    above = current;
  }
  return above.at(-1) ?? 0;
}

/**
 * The candidate that a mistyped word most likely stands for, as a whole or by its beginning; of equals, the last.
 *
 * @returns undefined when more than a third of the word would have to change
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let smallest = Math.max(1, Math.floor(word.length / 3));
  for (const candidate of candidates) {
    const beginning = candidate.slice(0, word.length);
    const distance = Math.min(editDistance(word, candidate), editDistance(word, beginning));
    if (distance <= smallest) {
      best = candidate;
      smallest = distance;
    }
  }
  return best;
}
