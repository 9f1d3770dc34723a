import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { nativeEngineFolder, tfjsNodeFolder } from '../../../src/trainer/engines/home';
import { findNativePlaces } from '../../../src/trainer/engines/locate';
import { writeManifest } from '../../../src/trainer/engines/manifest';
import { call } from '../cli/support/commandLine';
import { writeFakeEngine } from './fakeEngine';
import { withTemporaryFolder } from './temporaryFolder';

// Where npm could install the native engine with this program's packages, that one is found whatever the engine home holds.
const describeWithout = findNativePlaces().some(({ kind }) => kind === 'dependency')
  ? describe.skip
  : describe;

const parse = (line: string): unknown => JSON.parse(line);

describeWithout('distillery engines install', () => {
  const temporary = withTemporaryFolder();
  const saved = ['PATH', 'DISTILLERY_ENGINE_HOME', 'npm_config_registry'].map(
    (name) => [name, process.env[name]] as const,
  );

  beforeEach(() => {
    process.env['DISTILLERY_ENGINE_HOME'] = temporary();
    process.env['PATH'] = join(temporary(), 'nothing');
    process.env['npm_config_registry'] = 'http://127.0.0.1:2/';
  });

  afterEach(() => {
    for (const [name, value] of saved) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });

  function layEngine(): void {
    writeFakeEngine(nativeEngineFolder());
    writeManifest(nativeEngineFolder(), '2.0.0', 'wheel');
  }

  it('ends with 0 when the engine is there, and says where it came from', async () => {
    layEngine();
    const { exitCode, output } = await call(['engines', 'install']);
    assert.equal(exitCode, 0);
    const [progress, result, ...others] = output.trimEnd().split('\n');
    assert.equal(progress, 'looking for the native engine');
    assert.match(result ?? '', /is there: TensorFlow 2\.0\.0, built from TensorFlow's Python package/);
    assert.deepEqual(others, []);
  });

  it('prints its progress and then the engine, one JSON document a line', async () => {
    layEngine();
    const { exitCode, output } = await call(['engines', 'install', '--json']);
    assert.equal(exitCode, 0);
    const [progress, result, ...others] = output.trimEnd().split('\n').map(parse);
    assert.deepEqual(progress, {
      progress: { phase: 'checking', message: 'looking for the native engine', wholeFraction: 0 },
    });
    assert.deepEqual(others, []);
    assert.deepEqual(result, {
      state: 'present',
      folder: tfjsNodeFolder(nativeEngineFolder()),
      tensorflow: '2.0.0',
      source: 'wheel',
    });
  });

  it('removes its progress from a terminal before it tells the result', async () => {
    layEngine();
    const { output } = await call(['engines', 'install'], { interactive: true });
    assert.ok(output.includes('looking for the native engine\r\u001b[2KThe native engine is there'), output);
  });

  it('ends with 1 when it can get none, and says why', async () => {
    const { exitCode, output, errors } = await call(['engines', 'install', '--json']);
    assert.equal(exitCode, 1);
    const { error } = parse(output.trimEnd().split('\n').at(-1) ?? '') as {
      readonly error: Readonly<Record<string, unknown>>;
    };
    assert.equal(error['exitCode'], 1);
    assert.equal(
      (error['attempts'] as readonly { readonly tried: string }[])[0]?.tried,
      'npm on this machine',
    );
    assert.match(errors, /npm on this machine: /);
    assert.match(errors, /run "distillery engines install" again/);
    assert.deepEqual(readdirSync(temporary()), []);
  });
});
