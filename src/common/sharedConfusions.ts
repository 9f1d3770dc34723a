/** A class with the wrong answer that two networks lean to most. */
export interface SharedConfusion {
  readonly label: number;
  readonly answer: number;
}

export interface SharedConfusions {
  /** Classes that both networks have answered. */
  readonly classes: number;
  /** Where both lean to the same wrong answer, the teacher's strongest leanings first. */
  readonly shared: readonly SharedConfusion[];
}

/**
 * How far a student confuses as its teacher does, by the wrong answer that has most of the mean soft target of each class.
 *
 * @param teacher classes × classes of mean soft targets, row: true class; NaN in the row of a class without examples
 */
export function sharedConfusions(
  teacher: ArrayLike<number>,
  student: ArrayLike<number>,
  classes: number,
): SharedConfusions {
  let compared = 0;
  const shared: (SharedConfusion & { readonly share: number })[] = [];
  for (let label = 0; label < classes; label++) {
    const answer = strongestWrong(teacher, classes, label);
    const other = strongestWrong(student, classes, label);
    if (answer === undefined || other === undefined) continue;
    compared++;
    if (answer === other) shared.push({ label, answer, share: teacher[label * classes + answer] ?? 0 });
  }
  shared.sort((a, b) => b.share - a.share);
  return { classes: compared, shared: shared.map(({ label, answer }) => ({ label, answer })) };
}

/** Undefined where nothing but the label has any mass. */
function strongestWrong(means: ArrayLike<number>, classes: number, label: number): number | undefined {
  let best: number | undefined;
  let most = 0;
  for (let answer = 0; answer < classes; answer++) {
    const share = means[label * classes + answer] ?? NaN;
    if (answer !== label && share > most) [best, most] = [answer, share];
  }
  return best;
}

/** In how many classes networks share the teacher's strongest wrong answer: the mean over the networks, to one decimal. */
export function meanShared(networks: readonly SharedConfusions[]): number {
  const sum = networks.reduce((total, { shared }) => total + shared.length, 0);
  return Number((sum / networks.length).toFixed(1));
}

/** What any of the networks shares with the teacher, that which most of them share first. */
export function mostShared(networks: readonly SharedConfusions[]): SharedConfusion[] {
  const found = new Map<string, { readonly pair: SharedConfusion; networks: number }>();
  for (const pair of networks.flatMap(({ shared }) => shared)) {
    const key = `${pair.label} ${pair.answer}`;
    const known = found.get(key);
    if (known) known.networks++;
    else found.set(key, { pair, networks: 1 });
  }
  return [...found.values()].sort((a, b) => b.networks - a.networks).map(({ pair }) => pair);
}
