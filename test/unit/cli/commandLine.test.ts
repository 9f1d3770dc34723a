import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../../src/common/errors';
import { reportFailure } from '../../../src/trainer/cli/failure';
import type { Session } from '../../../src/trainer/cli/session';
import { distilleryVersion } from '../../../src/trainer/version';
import { call, temporaryFolder } from './support/commandLine';
import { recordedTerminal, type RecordedTerminal } from './support/terminal';

const commands = [
  'run',
  'resume',
  'teacher',
  'show',
  'runs',
  'export',
  'pause',
  'continue',
  'checkpoint',
  'stop',
  'validate',
  'engines',
  'softmax',
];

function failing(changes: Partial<Session> = {}): {
  readonly session: Session;
  readonly terminal: RecordedTerminal;
} {
  const terminal = recordedTerminal();
  const session: Session = {
    terminal,
    format: 'text',
    stacks: 'hidden',
    workingFolder: '/',
    exitCode: 0,
    log: null,
    ...changes,
  };
  return { session, terminal };
}

describe('the command line', () => {
  it('documents every command, the exit codes and examples', async () => {
    const { exitCode, output, errors } = await call(['--help']);
    assert.equal(exitCode, 0);
    assert.equal(errors, '');
    for (const name of commands) assert.match(output, new RegExp(`^  ${name}\\b`, 'm'));
    for (const code of ['0 ', '1 ', '2 ', '130 ']) assert.match(output, new RegExp(`^ +${code} *[a-z]`, 'm'));
    assert.match(output, /Examples:/);
  });

  for (const name of commands) {
    it(`has a help for ${name} with --json`, async () => {
      const { exitCode, output } = await call([name, '--help']);
      assert.equal(exitCode, 0);
      assert.match(output, /--json/);
    });
  }

  it('prints its version', async () => {
    assert.equal((await call(['--version'])).output, `${distilleryVersion}\n`);
    assert.match(distilleryVersion, /^\d+\.\d+\.\d+/);
  });

  it('suggests what was meant', async () => {
    const command = await call(['rnu']);
    assert.equal(command.exitCode, 2);
    assert.match(command.errors, /unknown command 'rnu'[^]*Did you mean (one of )?run/);
    const option = await call(['runs', '--jsno']);
    assert.equal(option.exitCode, 2);
    assert.match(option.errors, /Did you mean --json\?/);
  });

  it('fails without a command and tells which there are', async () => {
    const { exitCode, errors } = await call([]);
    assert.equal(exitCode, 2);
    assert.match(errors, /Usage: distillery/);
  });

  it('tells programs of mistakes as JSON', async () => {
    const { exitCode, output } = await call(['runs', '--nonsense', '--json']);
    assert.equal(exitCode, 2);
    const { error } = JSON.parse(output) as { error: { message: string; exitCode: number } };
    assert.match(error.message, /unknown option '--nonsense'/);
    assert.equal(error.exitCode, 2);
  });

  const mistakes: readonly (readonly [args: readonly string[], message: RegExp])[] = [
    [['run'], /missing required argument 'file'/],
    [['run', 'a', 'b'], /too many arguments/],
    [['run', 'a', '--seeds', '1,x'], /"x" is not a seed/],
    [['run', 'a', '--seeds', '1,-2'], /"-2" is not a seed/],
    [['run', 'a', '--seeds', '4294967296'], /"4294967296" is not a seed/],
    [['run', 'a', '--seeds', '1,2,1'], /1 is there twice/],
    [['run', 'a', '--engine', 'gpu'], /Allowed choices are auto, native, wasm, cpu/],
    [['export', 'latest', 'x', '--role', 'parent'], /Allowed choices are student, baseline, teacher/],
  ];
  for (const [args, message] of mistakes) {
    it(`refuses ${args.join(' ')}`, async () => {
      const { exitCode, errors } = await call(args);
      assert.equal(exitCode, 2);
      assert.match(errors, message);
    });
  }

  describe('errors', () => {
    it('of the user are shown with their place and mend, without a stack', () => {
      const { session, terminal } = failing();
      const error = new UserError('Unknown field "temprature"', 'Did you mean "temperature"?', {
        file: 'a.distill.json',
        line: 4,
        column: 7,
      });
      assert.equal(reportFailure(session, error), 2);
      assert.equal(
        terminal.errors(),
        'a.distill.json:4:7  Unknown field "temprature"\n  Did you mean "temperature"?\n',
      );
    });

    it('that nobody expected are one line, with the log and a stack only when asked for', () => {
      const { session, terminal } = failing({ log: '/runs/x/run.log' });
      assert.equal(reportFailure(session, new TypeError('a is not a function')), 1);
      assert.equal(
        terminal.errors(),
        'Unexpected error: a is not a function\n  The log is at /runs/x/run.log\n  Run it again with --verbose for the stack.\n',
      );
      const verbose = failing({ stacks: 'shown' });
      reportFailure(verbose.session, new TypeError('a is not a function'));
      assert.match(verbose.terminal.errors(), /\n +at /);
    });

    it('are JSON for programs, with their place', () => {
      const { session, terminal } = failing({ format: 'json' });
      const position = { file: 'a.csv', byteOffset: 16 };
      assert.equal(reportFailure(session, new UserError('bad', 'mend it', position)), 2);
      assert.deepEqual(JSON.parse(terminal.output()), {
        error: { message: 'bad', mend: 'mend it', position, exitCode: 2 },
      });
    });

    it('cannot act on the terminal', () => {
      const { session, terminal } = failing();
      reportFailure(session, new UserError('name "\u001b[2J"', '\u0007', { file: '\u001b]0;x' }));
      reportFailure(session, new Error('\u001b[2J'));
      assert.doesNotMatch(terminal.errors(), /[\u001b\u0007]/);
    });
  });
});

describe('distillery validate', () => {
  const folder = temporaryFolder();
  const valid = {
    name: 'Digits',
    dataset: { format: 'csv', train: 'digits.csv', test: 0.2 },
    teacher: { model: { type: 'mlp', hidden: [32] } },
    student: { model: { type: 'mlp', hidden: [4] } },
    training: { batchSize: 8 },
  };

  function write(experiment: unknown): void {
    writeFileSync(path.join(folder(), 'digits.distill.json'), JSON.stringify(experiment, undefined, 2));
    const rows = Array.from({ length: 60 }, (_, index) => `${index % 7},${(index * 3) % 5},${index % 3}`);
    writeFileSync(path.join(folder(), 'digits.csv'), ['a,b,label', ...rows].join('\n'));
  }

  function validate(...options: readonly string[]) {
    return call(['validate', 'digits.distill.json', ...options], { folder: folder() });
  }

  it('accepts what is right', async () => {
    write(valid);
    const { exitCode, output, errors } = await validate();
    assert.equal(errors, '');
    assert.match(output, /digits\.distill\.json is valid/);
    assert.equal(exitCode, 0);
  });

  it('tells all that is wrong at once, each with its place', async () => {
    write({ ...valid, name: 7, studnt: {}, distillation: { method: 'hinton', temperature: -1 } });
    const { exitCode, output } = await validate();
    assert.equal(exitCode, 2);
    assert.match(output, /^digits\.distill\.json:2:\d+/m);
    assert.ok((output.match(/^digits\.distill\.json:\d+:\d+/gm) ?? []).length >= 3, output);
    assert.match(output, /3 errors, 0 warnings/);
  });

  it('gives the diagnostics as JSON', async () => {
    write({ ...valid, name: 7 });
    const { exitCode, output } = await validate('--json');
    assert.equal(exitCode, 2);
    const told = JSON.parse(output) as {
      valid: boolean;
      diagnostics: { severity: string; path: string[]; position: { file: string; line: number } }[];
    };
    assert.equal(told.valid, false);
    assert.deepEqual(told.diagnostics[0]?.path, ['name']);
    assert.deepEqual(
      [told.diagnostics[0].position.file, told.diagnostics[0].position.line],
      ['digits.distill.json', 2],
    );
  });

  it('judges the experiment as --set, --seeds and --engine change it', async () => {
    write(valid);
    assert.equal(
      (await validate('--set', 'distillation.temperature=8', '--seeds', '1,2', '--engine', 'wasm')).exitCode,
      0,
    );
    const { exitCode, output } = await validate('--set', 'training.epochs=0');
    assert.equal(exitCode, 2);
    assert.match(output, /epochs/);
    const malformed = await validate('--set', 'nonsense');
    assert.equal(malformed.exitCode, 2);
    assert.match(malformed.errors, /nonsense/);
  });

  it('loads the data when asked to', async () => {
    write(valid);
    const { exitCode, output } = await validate('--data');
    assert.equal(exitCode, 0, output);
    assert.match(output, /12 test examples of 2 in 3 classes/);
    write({ ...valid, training: { batchSize: 1000 } });
    const large = await validate('--data', '--json');
    const told = JSON.parse(large.output) as { diagnostics: { path: string[] }[]; data: { test: number } };
    assert.ok(
      told.diagnostics.some(({ path: place }) => place.join('.') === 'training.batchSize'),
      large.output,
    );
    assert.equal(told.data.test, 12);
  });

  it('judges overrides against the data too, by their names', async () => {
    write(valid);
    const { output } = await validate('--data', '--set', 'training.batchSize=1000');
    assert.match(output, /training\.batchSize=1000/);
  });

  it('says that a file is not there', async () => {
    const { exitCode, errors } = await validate();
    assert.equal(exitCode, 2);
    assert.match(errors, /There is no file digits\.distill\.json/);
  });
});
