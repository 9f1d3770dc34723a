import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { join } from 'node:path';
import { runCommand } from '../../../src/trainer/engines/command';
import { fetchNpm, type Npm } from '../../../src/trainer/engines/install/npm';
import type { InstallProgress } from '../../../src/trainer/engines/install/progress';
import { registryAddress } from '../../../src/trainer/engines/install/registry';
import { tarball } from './tarballs';
import { withTemporaryFolder } from './temporaryFolder';

/** Stands in for npm: notes its arguments, and which runtime a script gets that calls `node`. */
const program = `
  const { execSync } = require('child_process');
  const node = execSync('node -p process.execPath').toString().trim();
  const { ELECTRON_RUN_AS_NODE, npm_config_cache } = process.env;
  const said = { arguments: process.argv.slice(2), folder: process.cwd(), node, ELECTRON_RUN_AS_NODE, npm_config_cache };
  require('fs').writeFileSync('said.json', JSON.stringify(said));
`;

const archive = tarball([{ name: 'package/bin/npm-cli.js', content: program }]);

function integrityOf(bytes: Buffer): string {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
}

describe('fetching npm from the registry', () => {
  const temporary = withTemporaryFolder();
  const names = ['PATH', 'npm_config_registry', 'NPM_CONFIG_REGISTRY'] as const;
  const saved = names.map((name) => [name, process.env[name]] as const);
  let server: Server;
  let answer: RequestListener;
  let asked: string[];
  let progress: InstallProgress[];

  before(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      answer(request, response);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
  });

  after(() => {
    server.closeAllConnections();
    server.close();
  });

  beforeEach(() => {
    asked = [];
    progress = [];
    const address = server.address();
    assert.ok(address !== null && typeof address === 'object');
    process.env['npm_config_registry'] = `http://127.0.0.1:${address.port}/some/registry`;
  });

  afterEach(() => {
    for (const [name, value] of saved) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });

  const serve =
    (bytes: Buffer): RequestListener =>
    (_, response) => {
      response.setHeader('content-length', bytes.length).end(bytes);
    };

  function fetch(integrity = integrityOf(archive)): Promise<Npm> {
    const { signal } = new AbortController();
    return fetchNpm(
      { version: '1.2.3', integrity },
      {
        folder: temporary(),
        report: (step) => progress.push(step),
        signal,
        run: (called, arguments_, options) => runCommand(called, arguments_, { ...options, signal }),
      },
    );
  }

  it('runs it by this runtime, which its scripts find under the name of node, and removes it', async () => {
    answer = serve(archive);
    // Only what a shell needs: no node, no npm.
    process.env['PATH'] = process.platform === 'win32' ? process.env['PATH'] : join(temporary(), 'nothing');
    const npm = await fetch();
    assert.deepEqual(asked, ['/some/registry/npm/-/npm-1.2.3.tgz']);
    assert.ok(progress.every(({ phase }) => phase === 'npm'));
    assert.equal(progress.at(-1)?.fraction, 1);

    await npm.run(['install', '--quietly']);
    assert.deepEqual(JSON.parse(readFileSync(join(temporary(), 'said.json'), 'utf8')), {
      arguments: ['install', '--quietly'],
      folder: temporary(),
      node: process.execPath,
      ELECTRON_RUN_AS_NODE: '1',
      npm_config_cache: join(temporary(), 'npm', 'cache'),
    });
    npm.remove();
    assert.ok(!existsSync(join(temporary(), 'npm')));
  });

  it('refuses what is not the published one, before it unpacks anything', async () => {
    answer = serve(tarball([{ name: 'package/bin/npm-cli.js', content: 'something else' }]));
    await assert.rejects(fetch(), /not the published npm 1\.2\.3: its checksum is sha512-/);
    assert.ok(!existsSync(join(temporary(), 'npm', 'package')));
  });

  it('refuses one that writes outside its folder, even with the right checksum', async () => {
    const bad = tarball([{ name: 'package/../../../escaped', content: 'bad' }]);
    answer = serve(bad);
    await assert.rejects(fetch(integrityOf(bad)), /outside its folder/);
    assert.ok(!existsSync(join(temporary(), 'escaped')));
  });

  it('notices that the connection was cut', async () => {
    answer = (_, response) => {
      response.setHeader('content-length', archive.length).write(archive.subarray(0, 40), () => {
        response.destroy();
      });
    };
    await assert.rejects(
      fetch(),
      /npm-1\.2\.3\.tgz ended with code 1 \(error: .*\); install Node\.js with npm/,
    );
  });

  it("tells the registry's answer", async () => {
    answer = (_, response) => response.writeHead(404).end();
    await assert.rejects(
      fetch(),
      /the answer is 404 Not Found\); install Node\.js with npm, or name a registry/,
    );
  });
});

describe('the registry that is asked', () => {
  const temporary = withTemporaryFolder();

  it('is the public one where nothing else is said', () => {
    assert.equal(registryAddress({}, temporary()), 'https://registry.npmjs.org/');
  });

  it("is the one of the user's .npmrc", () => {
    const lines = ['; registry=https://comment.example', '@scope:registry=https://scope.example'];
    lines.push('registry = "https://${PLACE}.example/npm"', 'fund=false');
    writeFileSync(join(temporary(), '.npmrc'), lines.join('\n'));
    assert.equal(registryAddress({ PLACE: 'here' }, temporary()), 'https://here.example/npm/');
    const elsewhere = { npm_config_userconfig: join(temporary(), '.npmrc'), PLACE: 'there' };
    assert.equal(registryAddress(elsewhere, '/nowhere'), 'https://there.example/npm/');
  });

  it('is before all the one of the environment', () => {
    writeFileSync(join(temporary(), '.npmrc'), 'registry=https://file.example');
    assert.equal(
      registryAddress({ NPM_CONFIG_REGISTRY: 'https://a.example' }, temporary()),
      'https://a.example/',
    );
    const both = { npm_config_registry: 'https://b.example/', NPM_CONFIG_REGISTRY: 'https://a.example' };
    assert.equal(registryAddress(both, temporary()), 'https://b.example/');
  });
});
