import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { measureEngine } from '../../../src/trainer/engines/measure';
import { writeManifest } from '../../../src/trainer/engines/manifest';
import type { StartedEngine } from '../../../src/trainer/engines/start';
import { writeFakeEngine } from './fakeEngine';
import { withTemporaryFolder } from './temporaryFolder';

const loader = ['--require', require.resolve('tsx/cjs')];

async function startAuto(engineFolder: string): Promise<StartedEngine & { readonly second: unknown }> {
  const program = join(__dirname, 'startProbe.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [...loader, program, engineFolder]);
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as StartedEngine & {
    readonly second: unknown;
  };
}

describe('the engine auto', () => {
  const temporary = withTemporaryFolder();

  it('does without the native engine and says so once, with what it costs and the mend', async () => {
    const { engine, warnings, second } = await startAuto(join(temporary(), 'engine'));
    assert.equal(engine.name, 'wasm');
    assert.equal(engine.threads, 1);
    assert.deepEqual(Object.keys(engine.versions), ['@tensorflow/tfjs', '@tensorflow/tfjs-backend-wasm']);
    assert.equal(warnings.length, 1);
    assert.equal(warnings[0]?.code, 'engine');
    assert.match(warnings[0].message, /not available \(it is not installed\).*WebAssembly.*times slower/);
    assert.match(warnings[0].mend ?? '', /distillery engines install/);
    assert.match(String(second), /computes with the engine "wasm" already/);
  });

  it('does without an engine whose addon cannot be loaded, and says why', async () => {
    const engineFolder = join(temporary(), 'engine');
    writeFakeEngine(engineFolder);
    writeManifest(engineFolder, '2.0.0', 'wheel');
    const { engine, warnings } = await startAuto(engineFolder);
    assert.equal(engine.name, 'wasm');
    assert.match(warnings[0]?.message ?? '', /cannot be loaded \(.*tfjs_binding\.node/);
  });
});

describe('measuring an engine', () => {
  it('multiplies matrices in another process', async () => {
    const { engine, gigaflops } = await measureEngine('wasm', { nodeArguments: loader });
    assert.equal(engine.name, 'wasm');
    assert.ok(gigaflops > 0.01 && gigaflops < 1e6, String(gigaflops));
  });

  it('says why an engine does not start', async () => {
    await assert.rejects(measureEngine('wasm', { nodeArguments: ['--no-such-option'] }), {
      name: 'CommandError',
      message: /no-such-option/,
    });
  });
});
