import type { Command } from 'commander';
import { visibleText } from '../../../common/text';
import type { InstalledEngine, InstallProgress } from '../../engines';
import { exitCodes } from '../../exitCodes';
import { statusLine, type StatusLine } from '../progress/statusLine';
import { writeJson, writeLines, type Session } from '../session';
import { visibleLines } from '../text/columns';
import { addOutputOptions } from './options';

const SOURCES: Readonly<Record<InstalledEngine['source'], string>> = {
  download: 'the ordinary download',
  wheel: "built from TensorFlow's Python package",
  dependency: "among this program's packages",
  unknown: 'put there by hand',
};

/**
 * Tells each phase: on a terminal in place, with how much of it is done, elsewhere on a line of its own. Programs are told how
 * much of the whole is done, too, a few times a second.
 */
function progressTeller(
  session: Session,
  status: StatusLine,
  wholeFraction: (progress: InstallProgress) => number,
): (progress: InstallProgress) => void {
  const { terminal, format } = session;
  let told = '';
  return (progress) => {
    const { phase, message, fraction } = progress;
    if (format === 'json') {
      writeJson(session, { progress: { ...progress, wholeFraction: wholeFraction(progress) } });
    } else if (terminal.interactive) {
      status.show(fraction === undefined ? message : `${message}: ${Math.floor(fraction * 100)} %`);
    } else if (phase !== told) {
      writeLines(session, [visibleText(message)]);
    }
    told = phase;
  };
}

function inWords({ state, tensorflow, source, folder }: InstalledEngine): string {
  const how = state === 'present' ? 'is there' : 'is installed';
  return `The native engine ${how}: TensorFlow ${tensorflow}, ${SOURCES[source]}, in ${folder}`;
}

/** Calls something with a signal that Ctrl+C and its like abort. */
async function untilInterrupted<T>(action: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interruption = new AbortController();
  const interrupt = (): void => {
    interruption.abort();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, interrupt);
  try {
    return await action(interruption.signal);
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
  }
}

async function install(session: Session): Promise<void> {
  const { installNativeEngine, InstallationError, wholeFraction } = await import('../../engines');
  const status = statusLine(session);
  const { terminal } = session;
  await untilInterrupted(async (signal) => {
    try {
      const onProgress = progressTeller(session, status, wholeFraction);
      const engine = await installNativeEngine({ onProgress, signal });
      status.clear();
      if (session.format === 'json') writeJson(session, engine);
      else writeLines(session, [visibleText(inWords(engine))]);
    } catch (thrown) {
      status.clear();
      if (signal.aborted) {
        session.exitCode = exitCodes.stopped;
        terminal.writeError('Stopped; nothing was installed.\n');
        return;
      }
      if (!(thrown instanceof InstallationError)) throw thrown;
      session.exitCode = exitCodes.failed;
      const { message, mend, attempts } = thrown;
      if (session.format === 'json') {
        writeJson(session, { error: { message, mend, attempts, exitCode: exitCodes.failed } });
      }
      terminal.writeError(`${visibleLines(message)}\n  ${mend}\n`);
    }
  });
}

export function addEnginesInstallCommand(engines: Command, session: Session): void {
  const command = engines
    .command('install')
    .description('Installs the native engine for this user, unless it is there already.')
    .addHelpText(
      'after',
      `
Downloads TensorFlow's C library the way the package @tensorflow/tfjs-node does. Where that can't be reached, on
Linux, takes the library from TensorFlow's Python package and compiles the addon (needs python3 with pip and a
C++ compiler). The environment variable DISTILLERY_ENGINE_HOME chooses another folder.
`,
    );
  addOutputOptions(command).action(() => install(session));
}
