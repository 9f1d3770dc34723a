import { InvalidArgumentError, Option, type Command } from 'commander';

/** Options that several commands share. */

export function addOutputOptions(command: Command): Command {
  return command
    .option('--json', 'print machine-readable output')
    .option('--verbose', 'show the stack of unexpected errors');
}

export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** Numbers separated by commas, as they were written. */
export function parseNumbers(text: string): number[] {
  return text.split(',').map((part) => {
    const value = Number(part);
    if (part.trim() === '' || !Number.isFinite(value)) {
      throw new InvalidArgumentError(
        `"${part.trim()}" is not a number. Separate numbers with commas: 8,4,2,0.5.`,
      );
    }
    return value;
  });
}

const LARGEST_SEED = 2 ** 32 - 1;

export function parseSeed(text: string): number {
  const value = Number(text);
  if (!/^\s*\d+\s*$/.test(text) || value > LARGEST_SEED) {
    throw new InvalidArgumentError(
      `"${text.trim()}" is not a seed, a whole number from 0 to ${LARGEST_SEED}.`,
    );
  }
  return value;
}

export function parseSeeds(text: string): number[] {
  const seeds = text.split(',').map(parseSeed);
  const twice = seeds.find((seed, index) => seeds.indexOf(seed) !== index);
  if (twice !== undefined) throw new InvalidArgumentError(`${twice} is there twice.`);
  return seeds;
}

/** `--set`, `--seeds` and `--engine`: changes of the experiment for this call. */
export function addExperimentOptions(command: Command): Command {
  return command
    .option(
      '--set <path=value>',
      'change a field of the experiment, for example training.epochs=20 (as often as you like)',
      collect,
    )
    .option('--seeds <numbers>', 'seeds to train a student for, for example 1,2,3', parseSeeds)
    .addOption(new Option('--engine <name>', 'what computes').choices(['auto', 'native', 'wasm', 'cpu']));
}

export interface ExperimentOptions {
  readonly set?: readonly string[];
  readonly seeds?: readonly number[];
  readonly engine?: string;
}

/** All of it as path=value; later ones win. */
export function overridesOf(options: ExperimentOptions): string[] {
  return [
    ...(options.set ?? []),
    ...(options.seeds === undefined ? [] : [`seeds=${JSON.stringify(options.seeds)}`]),
    ...(options.engine === undefined ? [] : [`engine.name=${options.engine}`]),
  ];
}
