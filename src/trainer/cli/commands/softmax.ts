import type { Command } from 'commander';
import { entropy, softmax } from '../../../common/distribution';
import { UserError } from '../../../common/errors';
import { softTargetLines, type SoftTargetTable } from '../softTargetTable';
import { writeJson, writeLines, type Session } from '../session';
import { addOutputOptions, parseNumbers } from './options';

interface Options {
  readonly logits: readonly number[];
  readonly temperatures: readonly number[];
  readonly classes?: readonly string[];
}

function tabulate(options: Options): SoftTargetTable {
  const { logits, temperatures } = options;
  const classes = options.classes ?? logits.map((_, index) => String(index));
  if (classes.length !== logits.length) {
    throw new UserError(
      `--classes has ${classes.length} names and --logits ${logits.length} numbers`,
      'Give one name for each logit, separated by commas.',
    );
  }
  const unusable = temperatures.find((temperature) => temperature <= 0);
  if (unusable !== undefined) {
    throw new UserError(
      `--temperatures: ${unusable} is not above 0`,
      'Temperatures are positive; 1 is plain softmax.',
    );
  }
  return {
    classes,
    logits,
    softened: temperatures.map((temperature) => {
      const probabilities = softmax(logits, temperature);
      return { temperature, probabilities: Array.from(probabilities), entropy: entropy(probabilities) };
    }),
  };
}

export function addSoftmaxCommand(program: Command, session: Session): void {
  const command = program
    .command('softmax')
    .description(
      'Shows what a temperature does to logits: the soft targets softmax(logits / T), and their entropy.',
    )
    .requiredOption('--logits <numbers>', 'the logits, separated by commas', parseNumbers)
    .option('--temperatures <numbers>', 'the temperatures, separated by commas', parseNumbers, [1, 4, 10])
    .option('--classes <names>', 'names of the classes, separated by commas', (text) => text.split(','))
    .addHelpText(
      'after',
      `
Examples:
  distillery softmax --logits 8,4,2,0.5 --temperatures 1,4,10
  distillery softmax --logits 5,3,-1 --classes cat,lynx,truck --json
`,
    );
  addOutputOptions(command).action((options: Options) => {
    const table = tabulate(options);
    if (session.format === 'json') writeJson(session, table);
    else writeLines(session, softTargetLines(table, session.terminal));
  });
}
