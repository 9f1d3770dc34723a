import { strict as assert } from 'node:assert';
import { randomFillSync } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runsFolder } from '../../../src/runs';
import { complaintsOfHost } from '../support/complaints';
import { writeGarbage, writeHostileRun } from '../support/hostileRecords';
import { Person } from '../support/person';
import { startRun, writeLongExperiment } from '../support/records';
import { waitUntil } from '../support/waitUntil';
import type { Workbench } from '../support/workbench';

const TIMEOUT = 240_000;
const GARBAGE = ['noise', 'folders', 'empty', 'long'];

describe('garbage where records are expected', function () {
  this.timeout(TIMEOUT);
  let person: Person;
  let workbench: Workbench;
  let distillery: string;

  before(async () => {
    person = await Person.start();
    distillery = path.join(person.workspace, '.distillery');
    writeLongExperiment(person);
    writeGarbage(distillery);
    writeHostileRun(distillery, 'kept', 'kept run');
    cutInHalf(writeHostileRun(distillery, 'halves', 'half a run').events);
    writeGarbageIndex(distillery);
    workbench = await person.openFolder();
    await workbench.openSidebar();
  });

  afterEach(async function () {
    await workbench.pictureOfFailure(this, 'garbage');
    await workbench.clearNotifications();
  });

  after(async () => {
    await person.leave();
  });

  it('is listed beside what can be read, with what to do about it', async () => {
    await workbench.runRow('kept run').waitFor();
    await workbench.runRow('half a run').waitFor();
    for (const name of GARBAGE) {
      const hover = workbench.page.locator('.monaco-hover').filter({ hasText: name }).last();
      const told = hover.getByText('This record cannot be read.');
      // A list that changes under the mouse takes its tooltip away.
      do {
        await workbench.activityIcon.hover();
        await workbench.runRow(name).hover();
        await told.waitFor({ timeout: 5_000 }).catch(() => undefined);
      } while (!(await told.isVisible()));
    }
  });

  it('opens in dashboards that show what there is', async () => {
    for (const name of [...GARBAGE, 'half a run']) {
      await workbench.openRun(workbench.runRow(name));
      await workbench.webview.getByRole('heading', { level: 1, name }).waitFor();
      await workbench.command('View: Close All Editors');
    }
  });

  it('in the place of the cache: a run goes on without, and says so', async () => {
    const cache = path.join(distillery, 'cache');
    rmSync(cache, { recursive: true });
    writeFileSync(cache, 'a file where a folder is expected');
    await startRun(person, workbench);
    await workbench.openRun(workbench.runRow(/epoch \d+/));
    await workbench.webview.getByText('cache is a file where a folder is expected').first().waitFor();
    await workbench.picture('faults-no-cache');
    await workbench.webview.getByRole('button', { name: 'Stop' }).click();
    await workbench.runRow('stopped').waitFor();
    rmSync(cache);
  });

  it('in the place of all runs: told once, and all is back as soon as the way is free', async () => {
    const runs = runsFolder(distillery);
    const rows = workbench.rows('Runs');
    renameSync(runs, `${runs}-aside`);
    writeFileSync(runs, 'a file where a folder is expected');
    await waitUntil('no row is left', async () => (await rows.count()) === 0);
    for (let repetition = 0; repetition < 2; repetition++)
      await workbench.command('Distillery: Refresh Experiments and Runs');
    await workbench.openNotifications();
    const told = workbench.notifications('Runs cannot be listed');
    await told.first().waitFor();
    assert.equal(await told.count(), 1);
    assert.match((await told.textContent()) ?? '', /runs is a file where a folder is expected.*Move it away/);
    await workbench.picture('faults-no-runs', told);
    rmSync(runs);
    renameSync(`${runs}-aside`, runs);
    await workbench.button('Refresh').click();
    await workbench.runRow('kept run').waitFor();
  });

  it('raises no complaint of VS Code', () => {
    assert.deepEqual(complaintsOfHost(person), []);
  });
});

function cutInHalf(file: string): void {
  truncateSync(file, Math.floor(readFileSync(file).length / 2));
}

/** With the first line that a good one has, so that the rest is looked at. */
function writeGarbageIndex(distillery: string): void {
  const cache = path.join(distillery, 'cache');
  mkdirSync(cache);
  const lines = [
    '{"version":2}',
    '["kept",{"stamp":7}]',
    '["halves",{"stamp"',
    '"kept"',
    '{'.repeat(1_000_000),
  ];
  writeFileSync(
    path.join(cache, 'runs.jsonl'),
    Buffer.concat([Buffer.from(`${lines.join('\n')}\n`), randomFillSync(Buffer.alloc(100_000))]),
  );
}
