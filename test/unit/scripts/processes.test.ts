import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { ProcessFamily } from '../../../scripts/vscode/processes';

/** Starts a process in a group of its own, tells its id, and goes on for ever, as does the other. */
const PARENT = `
  const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
  child.unref();
  console.log(child.pid);
  setInterval(() => {}, 1000);
`;

describe('A family of processes', function () {
  before(function () {
    if (process.platform !== 'linux') this.skip();
  });

  it('ends with all that it started, in whatever process group', async () => {
    const family = new ProcessFamily();
    const parent = family.start(process.execPath, ['-e', PARENT], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      assert.ok(parent.stdout);
      const [line] = (await once(parent.stdout, 'data')) as [Buffer];
      assert.deepEqual(new Set(family.members()), new Set([parent.pid, Number(line.toString())]));
    } finally {
      family.stop();
    }
    while (family.members().length > 0) await delay(10);
    assert.deepEqual(family.commandLines(), []);
  });
});
