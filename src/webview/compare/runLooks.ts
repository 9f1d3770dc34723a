import { shownName } from '../base/names';
import { type ComparedRun, settingColumns, shortTitles } from '../pure/comparing';

const COLOURS = 8;
const MOST_SETTINGS = 4;

/** How each run looks and what it is called in every drawing, whatever is filtered. */
export class RunLooks {
  private names: ReadonlyMap<string, string> = new Map();

  constructor(private readonly folders: readonly string[]) {}

  /** Runs are called by what sets them apart, of all that are known so far. */
  know(runs: readonly ComparedRun[]): void {
    this.names = runNames(runs);
  }

  /** One of the page's colour variables. */
  colourOf({ head }: ComparedRun): `--${string}` {
    return `--run-${this.folders.indexOf(head.folder) % COLOURS}`;
  }

  nameOf({ head }: ComparedRun): string {
    return this.names.get(head.folder) ?? shownName(head.id);
  }
}

/** The name of each run; of those that share it, with the first settings that differ, and with the id where these do not. */
function runNames(runs: readonly ComparedRun[]): ReadonlyMap<string, string> {
  const columns = settingColumns(runs, 'different').slice(0, MOST_SETTINGS);
  const titles = shortTitles(columns);
  const names = runs.map(({ head }) => shownName(head.name, 30));
  const withSettings = longerWhereShared(names, (index) =>
    columns.map(
      (column) =>
        `${shownName(titles.get(column.key) ?? column.title)} ${shownName(runs[index] ? column.textOf(runs[index]) : '', 16)}`,
    ),
  );
  const unique = longerWhereShared(withSettings, (index) => [shownName(runs[index]?.head.id ?? '')]);
  return new Map(runs.map(({ head }, index) => [head.folder, unique[index] ?? '']));
}

function longerWhereShared(
  names: readonly string[],
  more: (index: number) => readonly string[],
): readonly string[] {
  return names.map((name, index) =>
    names.indexOf(name) === names.lastIndexOf(name) ? name : [name, ...more(index)].join(' · '),
  );
}
