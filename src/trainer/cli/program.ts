import { Command } from 'commander';
import { addControlCommands } from './commands/control';
import { addEnginesCommand } from './commands/engines';
import { addExportCommand } from './commands/export';
import { addRunCommands } from './commands/run';
import { addRunsCommand } from './commands/runs';
import { addShowCommand } from './commands/show';
import { addSoftmaxCommand } from './commands/softmax';
import { addValidateCommand } from './commands/validate';
import { exitCodes, type ExitCode } from '../exitCodes';
import { reportFailure } from './failure';
import type { Session } from './session';
import type { Terminal } from './terminal';
import { distilleryVersion } from '../version';

const EPILOGUE = `
Examples:
  distillery run mnist.distill.json
  distillery run mnist.distill.json --set distillation.temperature=8 --seeds 1,2,3
  distillery show latest
  distillery export latest ./student

A <run> is its id, the beginning of its id, "latest", or the path of its folder.

Exit codes:
  ${exitCodes.done}    done
  ${exitCodes.failed}    failed
  ${exitCodes.badInput}    bad input: a mistake in an argument, an experiment file or its data
  ${exitCodes.stopped}  stopped before the end (Ctrl+C, distillery stop); distillery resume goes on
`;

function createProgram(session: Session): Command {
  const { terminal } = session;
  const program = new Command('distillery')
    .description(
      'Trains a small network with the soft targets of a large one, and tells whether that helped.',
    )
    .version(distilleryVersion, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError('(see --help)')
    .exitOverride()
    .configureOutput({
      writeOut: terminal.write,
      writeErr: terminal.writeError,
      getOutHelpWidth: () => Math.min(terminal.columns, 110),
      getErrHelpWidth: () => Math.min(terminal.columns, 110),
    })
    .addHelpText('after', EPILOGUE);
  program.commandsGroup('Runs:');
  addRunCommands(program, session);
  addRunsCommand(program, session);
  addShowCommand(program, session);
  addExportCommand(program, session);
  program.commandsGroup('A run under way:');
  addControlCommands(program, session);
  program.commandsGroup('Tools:');
  addValidateCommand(program, session);
  addEnginesCommand(program, session);
  addSoftmaxCommand(program, session);
  program.helpCommand('help [command]', 'print the help of a command');
  return program;
}

export interface Surroundings {
  readonly terminal: Terminal;
  readonly workingFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Does what the arguments say.
 * @param args without the names of Node and of the program
 * @returns the exit code, when all is done and written
 */
export async function runCommandLine(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { terminal, workingFolder, environment } = surroundings;
  const debugging = environment['DISTILLERY_DEBUG'] ?? '';
  const session: Session = {
    terminal,
    workingFolder,
    format: args.includes('--json') ? 'json' : 'text',
    stacks: args.includes('--verbose') || debugging !== '' ? 'shown' : 'hidden',
    exitCode: exitCodes.done,
    log: null,
  };
  try {
    await createProgram(session).parseAsync(args, { from: 'user' });
    return session.exitCode;
  } catch (thrown) {
    return reportFailure(session, thrown);
  }
}
