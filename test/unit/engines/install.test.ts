import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { delimiter, join } from 'node:path';
import { tfjsNodeFolder } from '../../../src/trainer/engines/home';
import { InstallationError } from '../../../src/trainer/engines/install/failure';
import {
  type InstalledEngine,
  installNativeEngine,
  type InstallOptions,
} from '../../../src/trainer/engines/install/install';
import type { InstallPhase } from '../../../src/trainer/engines/install/progress';
import type { SearchedFolders } from '../../../src/trainer/engines/locate';
import { writeManifest } from '../../../src/trainer/engines/manifest';
import { fakePackage, writeFakeEngine } from './fakeEngine';
import { withTemporaryFolder } from './temporaryFolder';

const INTEGRITY =
  'sha512-uHrXeUlfgkMxTZqHkESSV7zSdKdV0LlsBeblqkuKU9nnfxB1pC6DtoyYVaLxznzZy7WQSegjcohxxCjAf6Dc7w==';

/** On a port that nobody listens on, and that `fetch` does not refuse by itself. */
const NOBODY = 'http://127.0.0.1:2/';

/** What the programs that stand in for npm and Python do. */
interface FakePrograms {
  readonly integrity?: string;
  /** JavaScript that runs instead of `npm install`, in place of laying out the package. */
  readonly npmInstall?: string;
  /** JavaScript that runs instead of the package's own download, with the package's folder as `folder`. */
  readonly download?: string;
  /** JavaScript that runs instead of Python. */
  readonly python?: string;
  /** JavaScript that runs instead of the C++ compiler. */
  readonly compiler?: string;
}

const layOutNativePart = `
  fs.mkdirSync(path.join(folder, 'lib', 'napi-v8'), { recursive: true });
  fs.mkdirSync(path.join(folder, 'deps', 'lib'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'lib', 'napi-v8', 'tfjs_binding.node'), 'addon');
  fs.writeFileSync(path.join(folder, 'deps', 'lib', 'libtensorflow.so.2'), 'library');
`;

/** Loads only with its native part, as the real one does. */
const packageIndex = `
  if (!require('fs').existsSync(__dirname + '/lib/napi-v8/tfjs_binding.node')) throw new Error('no addon');
  ${fakePackage('2.34.5')}
`;

function layOutPackage(integrity: string): string {
  const lock = { packages: { 'node_modules/@tensorflow/tfjs-node': { integrity } } };
  return `
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'package.json'), '{"main":"index.js"}');
    fs.writeFileSync(path.join(folder, 'index.js'), ${JSON.stringify(packageIndex)});
    fs.writeFileSync('package-lock.json', ${JSON.stringify(JSON.stringify(lock))});
  `;
}

// The stand-ins are found through the first line of a script, which Windows does not read.
(process.platform === 'win32' ? describe.skip : describe)('installing the native engine', () => {
  const temporary = withTemporaryFolder();
  const home = (): string => join(temporary(), 'home');
  const folders = (): SearchedFolders => ({ dependency: undefined, engine: join(home(), 'engine') });
  const proxies = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];
  const saved = ['PATH', 'TFJS_NODE_BASE_URI', 'npm_config_registry', ...proxies].map(
    (name) => [name, process.env[name]] as const,
  );
  let server: Server;
  let phases: InstallPhase[];

  before(async () => {
    server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
  });

  after(() => {
    server.close();
  });

  beforeEach(() => {
    phases = [];
    for (const name of proxies) Reflect.deleteProperty(process.env, name);
    letDownloadHostBe('reachable');
  });

  afterEach(() => {
    for (const [name, value] of saved) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });

  function letDownloadHostBe(state: 'reachable' | 'blocked'): void {
    const address = server.address();
    assert.ok(address !== null && typeof address === 'object');
    const host = state === 'reachable' ? `http://127.0.0.1:${address.port}/` : NOBODY;
    process.env['TFJS_NODE_BASE_URI'] = `${host}libtensorflow-`;
  }

  /** Puts programs on the path that stand in for npm and Python, in front of everything or with nothing behind them. */
  function putOnPath({ integrity = INTEGRITY, npmInstall, download, python, compiler }: FakePrograms): void {
    const programs = join(temporary(), 'programs');
    mkdirSync(programs, { recursive: true });
    const write = (name: string, body: string): void => {
      writeFileSync(join(programs, name), `#!${process.execPath}\n${body}`, { mode: 0o755 });
    };
    write(
      'npm',
      `const fs = require('fs'), path = require('path');
      const folder = path.join('node_modules', '@tensorflow', 'tfjs-node');
      if (process.argv[2] === '--version') { console.log('11.0.0'); process.exit(); }
      fs.appendFileSync(${JSON.stringify(join(temporary(), 'npm.log'))}, process.argv.slice(2, 4).join(' ') + '\\n');
      if (process.argv[2] === 'install') { ${npmInstall ?? layOutPackage(integrity)} }
      else { ${download ?? layOutNativePart} }`,
    );
    write('python3', python ?? 'console.error("No module named pip"); process.exit(1);');
    if (compiler !== undefined) write('c++', compiler);
    process.env['PATH'] = `${programs}${delimiter}${join(temporary(), 'nothing')}`;
  }

  function npmCalls(): string[] {
    return readFileSync(join(temporary(), 'npm.log'), 'utf8').trimEnd().split('\n');
  }

  function install(options: Partial<InstallOptions> = {}): Promise<InstalledEngine> {
    return installNativeEngine({ onProgress: ({ phase }) => phases.push(phase), ...options }, folders());
  }

  async function failure(): Promise<InstallationError> {
    const thrown: unknown = await install().then(
      () => undefined,
      (error: unknown) => error,
    );
    assert.ok(thrown instanceof InstallationError, String(thrown));
    return thrown;
  }

  function assertNothingLeft(): void {
    assert.deepEqual(readdirSync(home()), []);
  }

  it('installs by the ordinary download, says what it does, and leaves only the engine', async () => {
    putOnPath({});
    const folder = tfjsNodeFolder(folders().engine);
    assert.deepEqual(await install(), {
      state: 'installed',
      folder,
      tensorflow: '2.34.5',
      source: 'download',
    });
    assert.deepEqual([...new Set(phases)], ['checking', 'packages', 'download', 'verify']);
    assert.deepEqual(readdirSync(home()), ['engine']);
  });

  it('does nothing when the engine is there', async () => {
    putOnPath({});
    await install();
    const calls = npmCalls();
    assert.equal((await install()).state, 'present');
    assert.deepEqual(npmCalls(), calls);
  });

  it('replaces an engine that was cut short', async () => {
    putOnPath({});
    writeFakeEngine(folders().engine);
    writeManifest(folders().engine, '2.0.0', 'wheel');
    truncateSync(join(tfjsNodeFolder(folders().engine), 'deps', 'lib', 'libtensorflow.so.2'), 3);
    assert.equal((await install()).tensorflow, '2.34.5');
    assert.deepEqual(readdirSync(home()), ['engine']);
  });

  it('replaces an engine that does not load', async () => {
    putOnPath({});
    writeFakeEngine(folders().engine, 'throw new Error("invalid ELF header");');
    writeManifest(folders().engine, '2.0.0', 'wheel');
    assert.equal((await install()).state, 'installed');
    assert.equal((await install()).state, 'present');
  });

  it('removes what killed installers have left', async () => {
    putOnPath({});
    mkdirSync(join(home(), 'engine.installing-1234', 'node_modules'), { recursive: true });
    mkdirSync(join(home(), 'engine.replaced-5678'));
    await install();
    assert.deepEqual(readdirSync(home()), ['engine']);
  });

  it('installs once when two ask at the same time', async () => {
    putOnPath({});
    const states = (await Promise.all([install(), install()])).map(({ state }) => state);
    assert.deepEqual(states.sort(), ['installed', 'present']);
    assert.equal(npmCalls().filter((call) => call.startsWith('install')).length, 1);
    assert.ok(phases.includes('waiting'));
  });

  it('says that npm is missing and cannot be fetched', async () => {
    process.env['PATH'] = join(temporary(), 'nothing');
    process.env['npm_config_registry'] = NOBODY;
    const [missing, unfetched] = (await failure()).attempts;
    assert.deepEqual(missing, { tried: 'npm on this machine', reason: 'the program npm was not found' });
    assert.match(unfetched?.tried ?? '', /^npm 10\.\d+\.\d+ from http:\/\/127\.0\.0\.1:2\/$/);
    assert.match(unfetched?.reason ?? '', /ECONNREFUSED.*install Node\.js with npm, or name a registry/);
    assertNothingLeft();
  });

  it('says why npm failed', async () => {
    putOnPath({ npmInstall: 'console.error("npm error code E404"); process.exit(1);' });
    assert.match((await failure()).message, /the package from npm: "npm install .* \(npm error code E404\)/);
    assertNothingLeft();
  });

  it('refuses a package that is not the published one', async () => {
    putOnPath({ integrity: 'sha512-somethingelse' });
    assert.match((await failure()).message, /not the published one: its checksum is sha512-somethingelse/);
    assertNothingLeft();
  });

  it('names everything that was tried, and why each failed', async () => {
    letDownloadHostBe('blocked');
    putOnPath({});
    const { attempts, mend } = await failure();
    assert.equal(attempts[0]?.tried, 'the ordinary download');
    assert.match(attempts[0].reason, /127\.0\.0\.1 cannot be reached \(.*ECONNREFUSED/);
    if (process.platform === 'linux') {
      assert.equal(attempts[1]?.tried, "building on Python's tensorflow-cpu");
      assert.match(
        attempts[1].reason,
        /needs Python with pip: python3 ended .*No module named pip.*; python was not found/,
      );
    }
    assert.match(mend, /distillery engines install/);
    assert.deepEqual(npmCalls(), ['install --ignore-scripts']);
    assertNothingLeft();
  });

  it('goes on after a download that gave an engine that does not load', async () => {
    putOnPath({ download: 'fs.mkdirSync(path.join(folder, "lib"));' });
    const { attempts } = await failure();
    assert.match(attempts[0]?.reason ?? '', /what it gave does not load: .*no addon/);
    assertNothingLeft();
  });

  it('keeps a damaged engine where it can get no other', async () => {
    putOnPath({ npmInstall: 'process.exit(1);' });
    writeFakeEngine(folders().engine, 'throw new Error("invalid ELF header");');
    await failure();
    assert.deepEqual(readdirSync(home()), ['engine']);
  });

  if (process.platform === 'linux') {
    it('misses the compiler before it fetches the wheel', async () => {
      letDownloadHostBe('blocked');
      putOnPath({ python: `if (process.argv.includes('download')) throw new Error('fetched');` });
      const { attempts } = await failure();
      assert.match(attempts[1]?.reason ?? '', /needs a C\+\+ compiler.*: the program c\+\+ was not found; /);
    });

    it('says why the wheel cannot be had', async () => {
      letDownloadHostBe('blocked');
      putOnPath({
        compiler: 'console.log("a compiler");',
        python: `if (process.argv.includes('download')) {
          console.error('ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.');
          process.exit(1);
        }`,
      });
      assert.match((await failure()).attempts[1]?.reason ?? '', /DO NOT MATCH THE HASHES/);
      assertNothingLeft();
    });
  }

  it('leaves nothing behind when it is stopped while a program runs', async () => {
    putOnPath({ download: `${layOutNativePart} setInterval(() => {}, 1000);` });
    const controller = new AbortController();
    const onProgress: InstallOptions['onProgress'] = ({ message }) => {
      // Told twice a second while the download runs.
      if (message.endsWith('are here')) controller.abort(new Error('enough'));
    };
    await assert.rejects(install({ signal: controller.signal, onProgress }), /enough/);
    assertNothingLeft();
  });

  it('leaves nothing behind when it is stopped between two programs', async () => {
    putOnPath({});
    const controller = new AbortController();
    const onProgress: InstallOptions['onProgress'] = ({ phase }) => {
      if (phase === 'verify') controller.abort(new Error('enough'));
    };
    await assert.rejects(install({ signal: controller.signal, onProgress }), /enough/);
    assertNothingLeft();
  });

  it('says so when the engine home cannot be made', async () => {
    putOnPath({});
    writeFileSync(home(), 'a file');
    assert.match((await failure()).message, /making the folder .*home: /);
    assert.ok(!existsSync(join(temporary(), 'npm.log')));
  });
});
