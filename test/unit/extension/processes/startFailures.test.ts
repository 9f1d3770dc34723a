import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import path from 'node:path';
import { launchFailure } from '../../../../src/extension/processes/failures';
import { versionProblem } from '../../../../src/extension/processes/runtime';
import type { ProcessSettings, RunFailure } from '../../../../src/extension/processes/types';
import { requestFor, Workplace } from './window';

describe('a run that does not begin', () => {
  let place: Workplace;

  before(() => {
    place = new Workplace();
  });

  after(() => place.close());

  async function failureOf(
    file: string,
    settings: Partial<ProcessSettings> = {},
    environment: NodeJS.ProcessEnv = {},
  ): Promise<RunFailure> {
    const window = place.window(settings);
    window.environment = { ...process.env, ...environment };
    const end = await window.queue.add(requestFor(file)).stopped;
    assert.ok(end.kind === 'failed', JSON.stringify(end));
    assert.deepEqual(window.queue.all(), []);
    assert.equal(window.ends.length, 1);
    return end.reason;
  }

  it('says what is wrong with the experiment, and where', async () => {
    const file = place.writeText('wrong.distill.json', '{\n  "name": "wrong",\n  "seeds": [-1]\n}\n');
    const failure = await failureOf(file);
    assert.ok(failure.kind === 'invalid-experiment');
    assert.equal(failure.experimentFile, file);
    const diagnostic = failure.diagnostics.find(({ path: place }) => place[0] === 'seeds');
    assert.equal(diagnostic?.position.line, 3);
  });

  it('says that its file is gone', async () => {
    const failure = await failureOf(path.join(place.storage, 'none.distill.json'));
    assert.ok(failure.kind === 'refused');
    assert.match(failure.message, /none\.distill\.json/);
  });

  it('says that the data contradicts the experiment, though it had begun', async () => {
    const failure = await failureOf(
      place.write('contradicted', {
        dataset: {
          format: 'csv',
          train: 'digits.csv',
          test: 20,
          inputShape: [8, 8, 1],
          classNames: ['a', 'b'],
        },
      }),
    );
    assert.ok(failure.kind === 'refused' || failure.kind === 'invalid-experiment', failure.kind);
  });

  it('says that the engine is missing', async function () {
    const file = place.write('native', { engine: { name: 'native' } });
    const failure = await failureOf(
      file,
      {},
      { DISTILLERY_ENGINE_HOME: path.join(place.storage, 'engines') },
    );
    assert.ok(failure.kind === 'engine-missing', JSON.stringify(failure));
    assert.equal(failure.engine, 'native');
  });

  it('says that memory is short', async () => {
    const failure = await failureOf(place.short, {}, { NODE_OPTIONS: '--max-old-space-size=12' });
    assert.equal(failure.kind, 'out-of-memory', JSON.stringify(failure));
  });

  it('says what is wrong with the runtime that people have set', async () => {
    const missing = await failureOf(place.short, { nodePath: path.join(place.storage, 'node') });
    assert.ok(missing.kind === 'runtime');
    assert.deepEqual(missing.problem, { kind: 'missing' });

    const script = (name: string, text: string): string => place.writeText(name, `#!/bin/sh\n${text}\n`);
    const notExecutable = await failureOf(place.short, { nodePath: script('plain', '') });
    assert.ok(notExecutable.kind === 'runtime');
    assert.deepEqual(notExecutable.problem, { kind: 'not-executable' });

    const old = script('old', 'echo v18.20.4');
    chmodSync(old, 0o700);
    const tooOld = await failureOf(place.short, { nodePath: old });
    assert.ok(tooOld.kind === 'runtime');
    assert.deepEqual(tooOld.problem, { kind: 'too-old', version: 'v18.20.4' });
  });

  it('says that the trainer died, how, and with which last words', async () => {
    const deadly = place.writeText(
      'deadly',
      `#!/bin/sh\nif [ "$1" = --version ]; then exec echo v22.0.0; fi\necho 'last words' >&2\necho 'I0000 00:00:1795724097.208326 22607 port.cc:153] oneDNN custom operations are on.' >&2\nexit 7\n`,
    );
    chmodSync(deadly, 0o700);
    const failure = await failureOf(place.short, { nodePath: deadly });
    assert.ok(failure.kind === 'died');
    assert.deepEqual(failure.exit, { exitCode: 7, signal: null });
    assert.equal(failure.tail, 'last words');
  });

  it('knows the versions of Node that will do', () => {
    assert.equal(versionProblem('v20.19.0\n'), undefined);
    assert.equal(versionProblem('v24.1.0'), undefined);
    assert.deepEqual(versionProblem('v20.18.3\n'), { kind: 'too-old', version: 'v20.18.3' });
    assert.deepEqual(versionProblem('Python 3.12'), { kind: 'not-node', output: 'Python 3.12' });
  });

  it('knows what the system refuses', () => {
    const kindOf = (message: string): string => launchFailure(new Error(message), 'node').kind;
    assert.equal(kindOf('spawn EACCES'), 'no-permission');
    assert.equal(kindOf('ENOSPC: no space left on device, write'), 'disk-full');
    assert.equal(kindOf('spawn ENOMEM'), 'out-of-memory');
    assert.equal(kindOf('spawn node ENOENT'), 'refused');
  });
});
