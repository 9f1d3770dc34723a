import { strict as assert } from 'node:assert';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { readRun } from '../../../src/runs';
import { writeHostileRun } from '../support/hostileRecords';
import { Person } from '../support/person';
import {
  missingSteps,
  runsOf,
  startRun,
  studentOf,
  trainerOf,
  writeLongExperiment,
} from '../support/records';
import { waitUntil } from '../support/waitUntil';
import type { Workbench } from '../support/workbench';

const TIMEOUT = 240_000;
const SLOW = 60_000;

/** Some seconds, even on a fast machine: a run that is killed after its first epochs, and then comes to its end. */
const EPOCHS = 150;

describe('when something dies or goes away', function () {
  this.timeout(TIMEOUT);
  let person: Person;
  let workbench: Workbench;

  before(async () => {
    person = await Person.start();
    workbench = await person.openFolder();
  });

  beforeEach(() => {
    writeLongExperiment(person);
  });

  afterEach(async function () {
    await workbench.pictureOfFailure(this, 'deaths');
    for (const run of runsOf(person)) {
      const pid = trainerOf(run);
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
      rmSync(run.path, { recursive: true, force: true });
    }
    await waitUntil('no trainer runs', () => person.trainers().length === 0);
    await waitUntil('no row is left', async () => (await workbench.rows('Runs').count()) === 0);
    await workbench.clearNotifications();
    await workbench.command('View: Close All Editors');
  });

  after(async () => {
    await person.leave();
  });

  it('a trainer: its run shows as crashed, and resumes to its end without a gap', async () => {
    writeLongExperiment(person, { training: { epochs: EPOCHS } });
    const run = await startRun(person, workbench);
    await waitUntil('a checkpoint', () => studentOf(run).checkpoints.length > 0, SLOW);
    const killed = trainerOf(run);
    assert.ok(killed !== undefined);
    process.kill(killed, 'SIGKILL');
    await workbench.runRow('crashed').waitFor();
    await workbench.openNotifications();
    await workbench
      .notification('killed')
      .getByText('The trainer was killed: by somebody, or by the system because memory was short.', {
        exact: true,
      })
      .waitFor();
    await workbench.picture('faults-crashed');
    assert.ok(studentOf(run).epochs.length < EPOCHS);
    await workbench.button('Resume').click();
    await waitUntil('the end of the run', () => readRun(run).status === 'done', 2 * SLOW);
    await workbench.runRow(/\d\.\d\d %/).waitFor();
    const { status, epochs, totalSteps = 0, series } = studentOf(run);
    assert.equal(status, 'done');
    assert.equal(epochs.length, EPOCHS);
    assert.equal(series.length, totalSteps);
    assert.deepEqual(missingSteps(run, totalSteps), []);
    assert.equal(runsOf(person).length, 1);
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
    const live = workbench.runRow(/epoch \d+/);
    const shown = await live.textContent();
    await waitUntil('the row goes on', async () => (await live.textContent()) !== shown, SLOW);
    await workbench.codeLens(/epoch \d+/).waitFor();
    assert.equal(trainerOf(run), trainer);
    await workbench.codeLens('Stop').click();
    await workbench.runRow('stopped').waitFor({ timeout: SLOW });
    assert.equal(trainerOf(run), undefined);
  });

  it('nothing: a second window shows the run of the first, and stops it', async () => {
    const run = await startRun(person, workbench);
    const second = await person.openFolder();
    await second.openSidebar();
    await second.runRow(/epoch \d+/).waitFor();
    await second.command('Distillery: Star Run');
    await workbench.runRow('★').waitFor();
    await workbench.command('Distillery: Rename Run…');
    await workbench.quickInput.fill('seen in both windows');
    await workbench.page.keyboard.press('Enter');
    await second.runRow('seen in both windows').filter({ hasText: '★' }).waitFor();
    await second.command('Distillery: Stop');
    await second.runRow('stopped').waitFor({ timeout: SLOW });
    await workbench.runRow('stopped').waitFor();
    await workbench.runRow('seen in both windows').waitFor();
    assert.equal(readRun(run).status, 'stopped');
    await second.page.context().close();
  });

  it('a record that is looked at: its row goes, and its panel says so', async () => {
    const run = writeHostileRun(path.join(person.workspace, '.distillery'), 'gone', 'soon gone');
    await workbench.command('Distillery: Refresh');
    await workbench.openRun(workbench.runRow('failed'));
    await workbench.webview.getByText('soon gone').first().waitFor();
    rmSync(run.path, { recursive: true });
    await workbench.webview.getByText('no record in this folder any more').waitFor();
    await waitUntil('no row is left', async () => (await workbench.rows('Runs').count()) === 0);
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
