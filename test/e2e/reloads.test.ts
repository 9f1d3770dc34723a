import { strict as assert } from 'node:assert';
import { readRun, readProcessFile, type RunFolder } from '../../src/runs';
import { Person } from './support/person';
import { eventsOf, missingSteps, runsOf, trainerOf, writeLongExperiment } from './support/records';
import { waitUntil } from './support/waitUntil';
import type { Workbench } from './support/workbench';

const RELOADS = Number(process.env['DISTILLERY_RELOADS'] ?? 3);
const RELOAD_TIMEOUT = 60_000;
const LIVE = /epoch \d+/;

describe(`a run while its window is reloaded ${RELOADS} times`, function () {
  this.timeout(120_000 + RELOADS * RELOAD_TIMEOUT);
  this.bail(true);
  let person: Person;
  let workbench: Workbench;
  let run: RunFolder;

  before(async () => {
    person = await Person.start();
    writeLongExperiment(person);
    workbench = await person.openFolder();
  });

  afterEach(async function () {
    await workbench.pictureOfFailure(this, 'reloads');
  });

  after(async () => {
    await person.leave();
  });

  it('starts, and its dashboard is opened', async () => {
    await workbench.openFile('digits.distill.json');
    await workbench.codeLens(/^\s*Run$/).click();
    await workbench.openSidebar();
    await workbench.runRow(LIVE).waitFor({ timeout: RELOAD_TIMEOUT });
    await workbench.openRun(workbench.runRow(LIVE));
    await workbench.webview.getByRole('button', { name: 'Stop' }).waitFor();
    const [only, ...others] = runsOf(person);
    assert.ok(only);
    assert.deepEqual(others, []);
    run = only;
    await waitUntil('VS Code has taken note of the dashboard', () =>
      workbench.remembers('mainThreadWebview-distillery.dashboard', run.id),
    );
  });

  it('is trained by one process all the time, and found again after each reload', async () => {
    const trainer = readProcessFile(run);
    assert.ok(trainer);
    for (let reload = 1; reload <= RELOADS; reload++) {
      const stepsBefore = stepsOf(run);
      await workbench.reload();
      await workbench.runRow(LIVE).waitFor({ timeout: RELOAD_TIMEOUT });
      assert.deepEqual(readProcessFile(run), trainer, `after reload ${reload}`);
      assert.equal(trainerOf(run), trainer.pid, `after reload ${reload}`);
      assert.equal(person.trainers().length, 1, `after reload ${reload}`);
      await waitUntil('further steps', () => stepsOf(run) > stepsBefore);
    }
    assert.deepEqual(
      runsOf(person).map(({ id }) => id),
      [run.id],
    );
  });

  it('is in the explorer, the status bar and its dashboard again, all of them live', async () => {
    await workbench.statusBarItem(/student/).waitFor();
    await workbench.webview.getByRole('button', { name: 'Stop' }).waitFor();
    const row = workbench.runRow(LIVE);
    const before = await row.textContent();
    await waitUntil('the row goes on', async () => (await row.textContent()) !== before);
    const step = workbench.webview.getByText(/step [\d,]+ of/).first();
    const shown = await step.textContent();
    await waitUntil('the dashboard goes on', async () => (await step.textContent()) !== shown);
    await workbench.picture('reloads');
  });

  it('is stopped from the palette', async () => {
    await workbench.command('Distillery: Stop');
    await workbench.runRow('stopped').waitFor({ timeout: RELOAD_TIMEOUT });
    await workbench.statusBarItem(/student/).waitFor({ state: 'detached' });
  });

  it('has every step in its record, written by one process', () => {
    const { status, stages, damage } = readRun(run);
    assert.equal(status, 'stopped');
    assert.equal(damage.damagedLines, 0);
    const student = stages.find(({ stage }) => stage === 'student-1');
    assert.ok(student);
    assert.ok(student.series.length > 0);
    assert.deepEqual(missingSteps(run, student.series.length), []);
    assert.deepEqual(
      student.epochs.map(({ epoch }) => epoch),
      student.epochs.map((_, index) => index + 1),
    );
    const types = eventsOf(run).map(({ type }) => type);
    assert.equal(types.filter((type) => type === 'run-started').length, 1);
    assert.ok(!types.includes('run-resumed'));
  });

  it('leaves no process of the extension behind', async () => {
    await waitUntil('no process is left', () => left(person).length === 0).catch(() => {
      assert.deepEqual(left(person), []);
    });
  });
});

function stepsOf(run: RunFolder): number {
  return readRun(run).stages.find(({ stage }) => stage === 'student-1')?.step ?? 0;
}

/** Command lines of all that the extension has started and that still runs. */
function left(person: Person): string[] {
  return person.family
    .commandLines()
    .filter((line) => /extensions\/distillery\.|trainer\.js/.test(line) && !line.includes('extensionHost'));
}
