import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { readRun, type RunFolder } from '../../src/runs';
import { HOSTILE_NAMES, writeGarbage, writeHostileRun } from './support/hostileRecords';
import { Person } from './support/person';
import { runsOf, trainerOf, writeLongExperiment } from './support/records';
import { waitUntil } from './support/waitUntil';
import type { Workbench } from './support/workbench';

const TIMEOUT = 240_000;
const SLOW = 60_000;

function row(workbench: Workbench, text: string | RegExp): Locator {
  return workbench.rows('Runs').filter({ hasText: text }).first();
}

/** Starts the experiment of the person's folder and waits until it trains. */
async function startRun(person: Person, workbench: Workbench): Promise<RunFolder> {
  const before = runsOf(person).length;
  await workbench.openFile('digits.distill.json');
  await workbench.codeLens(/^\s*Run$/).click();
  await workbench.openSidebar();
  await row(workbench, /epoch \d+/).waitFor({ timeout: SLOW });
  const run = runsOf(person)[before];
  assert.ok(run);
  return run;
}

async function leaveWithPicture(test: Mocha.Context, workbench: Workbench, name: string): Promise<void> {
  if (test.currentTest?.state !== 'failed') return;
  await workbench.picture(`${name}-failed`);
  await workbench.page.keyboard.press('Escape');
  await workbench.command('Notifications: Show Notifications');
  await workbench.picture(`${name}-failed-notifications`);
}

describe('when something dies or goes away', function () {
  this.timeout(TIMEOUT);
  let person: Person;
  let workbench: Workbench;

  before(async () => {
    person = await Person.start();
    writeLongExperiment(person);
    workbench = await person.openFolder();
  });

  afterEach(async function () {
    await leaveWithPicture(this, workbench, 'faults');
    for (const run of runsOf(person)) {
      const pid = trainerOf(run);
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
      rmSync(run.path, { recursive: true, force: true });
    }
    await waitUntil('no trainer runs', () => person.trainers().length === 0);
    await waitUntil('no row is left', async () => (await workbench.rows('Runs').count()) === 0);
    await workbench.command('Notifications: Clear All Notifications');
    await workbench.command('View: Close All Editors');
  });

  after(async () => {
    await person.leave();
  });

  it('the extension host: the run goes on, is found again and can be stopped', async () => {
    const run = await startRun(person, workbench);
    const trainer = trainerOf(run);
    assert.ok(trainer !== undefined);
    const hosts = extensionHosts(person);
    assert.ok(hosts.length > 0);
    for (const pid of hosts) process.kill(pid, 'SIGKILL');
    await waitUntil(
      'another extension host',
      () => extensionHosts(person).some((pid) => !hosts.includes(pid)),
      SLOW,
    );
    const live = row(workbench, /epoch \d+/);
    const shown = await live.textContent();
    await waitUntil('the row goes on', async () => (await live.textContent()) !== shown, SLOW);
    await workbench.codeLens(/epoch \d+/).waitFor();
    assert.equal(trainerOf(run), trainer);
    await workbench.codeLens('Stop').click();
    await row(workbench, 'stopped').waitFor({ timeout: SLOW });
    assert.equal(trainerOf(run), undefined);
  });

  it('nothing: a second window shows the run of the first, and stops it', async () => {
    const run = await startRun(person, workbench);
    const second = await person.openFolder();
    await second.openSidebar();
    await row(second, /epoch \d+/).waitFor();
    await second.command('Distillery: Stop');
    await row(second, 'stopped').waitFor({ timeout: SLOW });
    await row(workbench, 'stopped').waitFor();
    assert.equal(readRun(run).status, 'stopped');
    await second.page.context().close();
  });

  it('a record that is looked at: its row goes, and its panel says so', async () => {
    const run = writeHostileRun(path.join(person.workspace, '.distillery'), 'gone', 'soon gone');
    await workbench.command('Distillery: Refresh');
    await row(workbench, 'failed').click();
    await workbench.webview.getByText('soon gone').first().waitFor();
    rmSync(run.path, { recursive: true });
    await workbench.webview.getByText('no record in this folder any more').waitFor();
    await waitUntil('no row is left', async () => (await workbench.rows('Runs').count()) === 0);
  });
});

describe('what records hold', function () {
  this.timeout(TIMEOUT);
  let person: Person;
  let workbench: Workbench;
  const complaints: string[] = [];

  before(async () => {
    person = await Person.start();
    writeLongExperiment(person, { name: HOSTILE_NAMES.markdown });
    const distillery = path.join(person.workspace, '.distillery');
    for (const [id, text] of Object.entries(HOSTILE_NAMES)) writeHostileRun(distillery, id, text);
    writeGarbage(distillery);
    workbench = await person.openFolder();
    workbench.page.on('console', (message) => {
      if (/content.security.policy|distillery/i.test(message.text()) && message.type() === 'error')
        complaints.push(message.text());
    });
    await workbench.openSidebar();
  });

  afterEach(async function () {
    await leaveWithPicture(this, workbench, 'hostile');
  });

  after(async () => {
    await person.leave();
  });

  it('is text in tooltips, whatever garbage lies beside it', async () => {
    await row(workbench, /press.*failed/).hover();
    const hover = workbench.page.locator('.monaco-hover').filter({ hasText: 'press' }).last();
    await hover.getByText('$(zap)').first().waitFor();
    assert.equal(await hover.locator('.codicon-zap, a, img').count(), 0);
  });

  it('raises no complaint of VS Code', () => {
    assert.deepEqual(complaints, []);
    assert.deepEqual(complaintsOfHost(person), []);
  });
});

function extensionHosts(person: Person): number[] {
  return person.family.members().filter((pid) => commandLine(pid).includes('--type=extensionHost'));
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}

/** Errors of the extension that the extension host's own log tells. */
function complaintsOfHost(person: Person): string[] {
  const found = execFileSync(
    'sh',
    [
      '-c',
      `grep -rhE '\\[error\\].*distillery' "$1" || true`,
      '-',
      path.join(person.scratch, 'server', 'data', 'logs'),
    ],
    { encoding: 'utf8' },
  );
  return found.split('\n').filter((line) => line !== '');
}
