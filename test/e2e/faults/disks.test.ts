import { strict as assert } from 'node:assert';
import path from 'node:path';
import { readRun } from '../../../src/runs';
import { writeHostileRun } from '../support/hostileRecords';
import { Person } from '../support/person';
import { missingSteps, runsOf, startRun, studentOf, writeLongExperiment } from '../support/records';
import { SmallDisk } from '../support/smallDisk';
import { waitUntil } from '../support/waitUntil';
import type { Workbench } from '../support/workbench';

const TIMEOUT = 240_000;
const SLOW = 60_000;

describe('a disk that refuses', function () {
  this.timeout(TIMEOUT);
  let person: Person;
  let workbench: Workbench;
  let distillery: string;
  let disk: SmallDisk | undefined;

  before(async function () {
    person = await Person.start();
    distillery = path.join(person.workspace, '.distillery');
    try {
      disk = SmallDisk.mount(distillery);
    } catch (problem) {
      console.log(`    Skipped, as no small disk can be mounted here: ${String(problem)}`);
      this.skip();
    }
    writeLongExperiment(person);
    workbench = await person.openFolder();
  });

  afterEach(async function () {
    await workbench.pictureOfFailure(this, 'disks');
    await workbench.clearNotifications();
    disk?.empty();
    await waitUntil('no row is left', async () => (await workbench.rows('Runs').count()) === 0);
  });

  after(async () => {
    disk?.unmount();
    await person.leave();
  });

  it('by being full: the run fails and says why; with space again it resumes without a gap', async () => {
    assert.ok(disk);
    const run = await startRun(person, workbench);
    await waitUntil('a checkpoint', () => studentOf(run).checkpoints.length > 0, SLOW);
    disk.fill();
    await waitUntil('no trainer runs', () => person.trainers().length === 0, SLOW);
    const ended = workbench.runRow(/failed|crashed/);
    await ended.waitFor();
    await workbench.openNotifications();
    const told = workbench.notification(
      /The disk is full: \S+ could not be written\. Free some space, then resume the run\./,
    );
    await told.waitFor();
    await workbench.openRun(ended);
    await workbench.webview.getByRole('button', { name: 'Resume' }).waitFor();
    await workbench.openNotifications();
    await workbench.picture('faults-disk-full', told);
    const reached = studentOf(run).step;
    disk.free();
    await workbench.button('Resume').click();
    await workbench.runRow(/epoch \d+/).waitFor({ timeout: SLOW });
    await waitUntil('further steps', () => studentOf(run).step > reached, SLOW);
    await workbench.webview.getByRole('button', { name: 'Stop' }).click();
    await workbench.runRow('stopped').waitFor({ timeout: SLOW });
    assert.equal(readRun(run).status, 'stopped');
    assert.deepEqual(missingSteps(run, studentOf(run).series.length), []);
    assert.equal(runsOf(person).length, 1);
  });

  it('by being read-only: what people note is refused in words, and all stays as it was', async () => {
    assert.ok(disk);
    writeHostileRun(distillery, 'kept', 'kept run');
    await workbench.runRow('kept run').waitFor();
    disk.allow('reading');
    const command = async (title: string): Promise<void> => {
      await workbench.command(`Distillery: ${title}`);
    };
    const refusal = async (): Promise<void> => {
      await workbench.openNotifications();
      await workbench.notification('read-only').waitFor();
      await workbench.clearNotifications();
    };
    await command('Star Run');
    await refusal();
    await command('Rename Run…');
    await workbench.quickInput.fill('another name');
    await workbench.page.keyboard.press('Enter');
    await refusal();
    await command('Delete Run…');
    await workbench.button('Delete').click();
    await refusal();
    await command('Refresh');
    await workbench.runRow(/^kept runfailed/).waitFor();
    disk.allow('reading-and-writing');
    await command('Star Run');
    await workbench.runRow('★').waitFor();
  });
});
