import assert from 'node:assert/strict';
import { rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import {
  engineHome,
  nativeEngineFolder,
  type Surroundings,
  tfjsNodeFolder,
} from '../../../src/trainer/engines/home';
import { listEngines } from '../../../src/trainer/engines/list';
import { findNativePlaces, type SearchedFolders } from '../../../src/trainer/engines/locate';
import { writeManifest } from '../../../src/trainer/engines/manifest';
import { startEngine } from '../../../src/trainer/engines/start';
import { fakePackage, writeFakeEngine, writeFakePackage } from './fakeEngine';
import { withTemporaryFolder } from './temporaryFolder';

describe('engine home', () => {
  const home = (platform: NodeJS.Platform, environment: Surroundings['environment'] = {}): string =>
    engineHome({ platform, environment, homeFolder: join('home', 'ada') });

  it("lies in the user's cache folder of each system", () => {
    assert.equal(home('linux'), join('home', 'ada', '.cache', 'distillery', 'engines'));
    assert.equal(home('darwin'), join('home', 'ada', 'Library', 'Caches', 'distillery', 'engines'));
    assert.equal(home('win32'), join('home', 'ada', 'AppData', 'Local', 'distillery', 'engines'));
  });

  it('follows the variables that move cache folders', () => {
    assert.equal(home('linux', { XDG_CACHE_HOME: 'elsewhere' }), join('elsewhere', 'distillery', 'engines'));
    assert.equal(home('linux', { XDG_CACHE_HOME: '' }), home('linux'));
    assert.equal(home('win32', { LOCALAPPDATA: 'local' }), join('local', 'distillery', 'engines'));
    assert.equal(home('darwin', { XDG_CACHE_HOME: 'elsewhere' }), home('darwin'));
  });

  it('is DISTILLERY_ENGINE_HOME where that is set', () => {
    assert.equal(home('linux', { DISTILLERY_ENGINE_HOME: 'mine', XDG_CACHE_HOME: 'elsewhere' }), 'mine');
    assert.equal(nativeEngineFolder('mine'), join('mine', 'tfjs-node-4.22.0'));
  });
});

describe('finding the native engine', () => {
  const temporary = withTemporaryFolder();
  const folders = (): SearchedFolders & { readonly dependency: string } => ({
    dependency: join(temporary(), 'node_modules', 'tfjs-node'),
    engine: join(temporary(), 'engine'),
  });
  const library = (): string => join(tfjsNodeFolder(folders().engine), 'deps', 'lib', 'libtensorflow.so.2');

  async function native(searched: SearchedFolders = folders()): Promise<object | undefined> {
    return (await listEngines(searched)).find(({ name }) => name === 'native');
  }

  it('finds nothing where nothing is', async () => {
    assert.deepEqual(findNativePlaces(folders()), []);
    assert.deepEqual(await native({ dependency: undefined, engine: folders().engine }), {
      name: 'native',
      title: 'TensorFlow through tfjs-node',
      available: false,
      reason: 'not installed',
      mend: 'distillery engines install',
    });
  });

  it('passes over a package whose scripts were not run', () => {
    writeFakePackage(folders().dependency);
    rmSync(join(folders().dependency, 'lib'), { recursive: true });
    assert.deepEqual(findNativePlaces(folders()), []);
  });

  it('prefers the package among our own', () => {
    writeFakePackage(folders().dependency);
    writeFakeEngine(folders().engine);
    writeManifest(folders().engine, '2.0.0', 'wheel');
    assert.deepEqual(
      findNativePlaces(folders()).map(({ kind, files }) => [kind, files.state]),
      [
        ['dependency', 'complete'],
        ['engine home', 'complete'],
      ],
    );
  });

  it('lists a working engine with the version that it tells itself', async () => {
    writeFakeEngine(folders().engine, fakePackage('2.34.5'));
    writeManifest(folders().engine, '2.34.5', 'download');
    assert.deepEqual(await native(), {
      name: 'native',
      title: 'TensorFlow 2.34.5 through tfjs-node',
      available: true,
      versions: { TensorFlow: '2.34.5', '@tensorflow/tfjs-node': '4.22.0' },
      folder: tfjsNodeFolder(folders().engine),
    });
  });

  it('tells a file that was cut short', async () => {
    writeFakeEngine(folders().engine);
    writeManifest(folders().engine, '2.0.0', 'wheel');
    truncateSync(library(), 7);
    assert.match(
      JSON.stringify(await native()),
      /damaged: .*libtensorflow\.so\.2 has 7 bytes instead of 20"/,
    );
  });

  it('tells a file that is gone', async () => {
    writeFakeEngine(folders().engine);
    writeManifest(folders().engine, '2.0.0', 'wheel');
    rmSync(library());
    assert.match(JSON.stringify(await native()), /damaged: .*libtensorflow\.so\.2 is missing"/);
  });

  it('tells an engine that does not load, with the reason', async () => {
    writeFakeEngine(folders().engine, 'throw new Error("invalid ELF header");');
    writeManifest(folders().engine, '2.0.0', 'wheel');
    assert.match(JSON.stringify(await native()), /broken: loading it ended with code 1 .*invalid ELF header/);
  });

  it('tells an engine that takes its process down with it', async () => {
    writeFakeEngine(folders().engine, 'process.abort();');
    writeManifest(folders().engine, '2.0.0', 'wheel');
    assert.match(JSON.stringify(await native()), /"available":false,"reason":"broken: loading it /);
  });

  it('does not believe an engine without a manifest', () => {
    writeFakeEngine(folders().engine);
    assert.equal(findNativePlaces(folders())[0]?.files.state, 'unverified');
    rmSync(join(tfjsNodeFolder(folders().engine), 'lib'), { recursive: true });
    assert.equal(findNativePlaces(folders())[0]?.files.state, 'damaged');
  });

  it('goes on to the engine home when our own package is broken', async () => {
    writeFakePackage(folders().dependency, 'throw new Error("built for another system");');
    writeFakeEngine(folders().engine, fakePackage('2.34.5'));
    assert.match(JSON.stringify(await native()), /TensorFlow 2\.34\.5/);
  });

  it('refuses to start an absent engine that is asked for by name', async () => {
    await assert.rejects(startEngine('native', 1, { dependency: undefined, engine: folders().engine }), {
      name: 'UserError',
      message: 'The engine "native" is not available: it is not installed.',
      mend: 'Install it with "distillery engines install", or set engine.name to "auto" or "wasm".',
    });
  });

  it('refuses to start a damaged engine that is asked for by name', async () => {
    writeFakeEngine(folders().engine);
    writeManifest(folders().engine, '2.0.0', 'wheel');
    truncateSync(library(), 7);
    await assert.rejects(startEngine('native', 1, folders()), {
      name: 'UserError',
      message: /its installation is damaged \(.*has 7 bytes instead of 20\)/,
    });
  });
});
