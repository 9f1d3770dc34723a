import type { Command } from 'commander';
import { messageOf } from '../../../common/errors';
import { decimal } from '../../../common/format';
import { visibleText } from '../../../common/text';
import type { EngineAvailability, EngineSpeed } from '../../engines';
import { statusLine } from '../progress/statusLine';
import { writeJson, writeLines, type Session } from '../session';
import { renderTable, type Column } from '../text/table';
import { addEnginesInstallCommand } from './enginesInstall';
import { addOutputOptions } from './options';

interface ListOptions {
  readonly measure: boolean;
}

/** The measured speed of an engine, why it could not be measured, or nothing. */
type Speed =
  | { readonly state: 'measured'; readonly speed: EngineSpeed }
  | { readonly state: 'failed'; readonly reason: string }
  | { readonly state: 'not measured' };

interface ListedEngine {
  readonly engine: EngineAvailability;
  readonly speed: Speed;
}

function versionsOf(engine: EngineAvailability): string {
  if (!engine.available) return engine.reason;
  return Object.entries(engine.versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
}

function speedInWords(speed: Speed): string {
  switch (speed.state) {
    case 'measured':
      return `${decimal(speed.speed.gigaflops, 1)} GFLOP/s`;
    case 'failed':
      return 'does not run';
    case 'not measured':
      return '';
  }
}

const columns: readonly Column<ListedEngine>[] = [
  { title: 'engine', cell: ({ engine }) => engine.name, mark: (_, style) => style.bold },
  {
    title: 'available',
    cell: ({ engine }) => (engine.available ? 'yes' : 'no'),
    mark: ({ engine }, style) => (engine.available ? style.good : style.caution),
  },
  { title: '512×512 matmul', alignment: 'right', cell: ({ speed }) => speedInWords(speed) },
  { title: 'title', cell: ({ engine }) => visibleText(engine.title), shortest: 16 },
  { title: 'versions', cell: ({ engine }) => visibleText(versionsOf(engine)), shortest: 12 },
];

/** What a table has no room for: why an engine is absent or does not run, and the mend. */
function notes(listed: readonly ListedEngine[]): string[] {
  return listed.flatMap(({ engine, speed }) => {
    if (!engine.available)
      return [`${engine.name}: ${visibleText(engine.reason)}. Mend: ${visibleText(engine.mend)}`];
    return speed.state === 'failed' ? [`${engine.name} does not run: ${visibleText(speed.reason)}`] : [];
  });
}

function describe({ engine, speed }: ListedEngine): object {
  switch (speed.state) {
    case 'measured':
      return { ...engine, gigaflops: speed.speed.gigaflops, threads: speed.speed.engine.threads };
    case 'failed':
      return { ...engine, error: speed.reason };
    case 'not measured':
      return engine;
  }
}

async function list(session: Session, options: ListOptions): Promise<void> {
  const { listEngines, measureEngine } = await import('../../engines');
  const status = statusLine(session);
  status.show('looking for engines');
  const listed: ListedEngine[] = [];
  for (const engine of await listEngines()) {
    let speed: Speed = { state: 'not measured' };
    if (engine.available && options.measure) {
      status.show(`measuring ${engine.name}`);
      speed = await measureEngine(engine.name).then(
        (measured): Speed => ({ state: 'measured', speed: measured }),
        (thrown: unknown): Speed => ({ state: 'failed', reason: messageOf(thrown) }),
      );
    }
    listed.push({ engine, speed });
  }
  status.clear();
  if (session.format === 'json') {
    writeJson(session, listed.map(describe));
    return;
  }
  const { terminal } = session;
  writeLines(session, [...renderTable(columns, listed, terminal.columns, terminal.style), ...notes(listed)]);
}

export function addEnginesCommand(program: Command, session: Session): void {
  const engines = program
    .command('engines')
    .description('Lists what can compute here, with versions and measured speed; installs the fast one.')
    .option('--no-measure', 'leave the speed out, which takes a few seconds to find out')
    .addHelpText(
      'after',
      `
Examples:
  distillery engines
  distillery engines install
`,
    );
  addOutputOptions(engines).action((options: ListOptions) => list(session, options));
  addEnginesInstallCommand(engines, session);
}
