import { strict as assert } from 'node:assert';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeHostileRun } from './support/hostileRecords';
import { Person } from './support/person';
import { runsOf, writeLongExperiment } from './support/records';
import type { Workbench } from './support/workbench';

const TIMEOUT = 240_000;
const TRAINS_WITHIN = 60_000;
const RESTRICTED = 'Nothing runs in Restricted Mode';

/** Each step goes on from the one before: the folder is trusted in the end. */
describe('a folder that is not trusted', function () {
  this.timeout(TIMEOUT);
  this.bail(true);
  let person: Person;
  let workbench: Workbench;
  let traces: string;

  before(async () => {
    person = await Person.start({ trust: 'ask' });
    writeLongExperiment(person, {
      teacher: { model: { type: 'mlp', hidden: [16] } },
      distillation: { method: 'hinton' },
    });
    writeHostileRun(path.join(person.workspace, '.distillery'), 'old', 'an old run');
    traces = path.join(person.scratch, 'traces');
    writeRuntimeOfItsOwn(person.workspace, traces);
    workbench = await person.openFolder();
    await workbench.statusBarItem('Restricted Mode').waitFor();
  });

  afterEach(async function () {
    await workbench.pictureOfFailure(this, 'trust');
  });

  after(async () => {
    await person.leave();
  });

  it('has its records read', async () => {
    await workbench.openSidebar();
    const row = workbench.runRow('an old run');
    await row.waitFor();
    await workbench.openRun(row);
    await workbench.webview.getByRole('heading', { level: 1, name: 'an old run' }).waitFor();
    await workbench.webview.getByRole('button', { name: 'Show log' }).waitFor();
    assert.equal(await workbench.webview.getByRole('button', { name: 'Resume' }).count(), 0);
    await workbench.picture('trust-dashboard');
  });

  it('has its experiments edited, with their problems', async () => {
    await workbench.openFile('digits.distill.json');
    await workbench.codeLens(RESTRICTED).waitFor();
    await workbench.select('epochs');
    await workbench.type('epoch');
    await workbench.errors.first().waitFor();
    await workbench.quickFix('epochs');
    await workbench.errors.first().waitFor({ state: 'detached' });
    await workbench.save();
    await workbench.picture('trust-experiment');
  });

  it('runs nothing, and says what is missing', async () => {
    assert.equal(await workbench.codeLens(/^\s*(Run|Train teacher|Baseline|Stop)$/).count(), 0);
    await workbench.page.keyboard.press('F1');
    await workbench.quickInput.fill('>Distillery: ');
    await workbench.option('Distillery: Refresh').waitFor();
    assert.equal(await workbench.option('Distillery: Run').count(), 0);
    await workbench.page.keyboard.press('Escape');
    await workbench.quickInput.waitFor({ state: 'hidden' });
    await workbench.codeLens('Not trained with these settings yet').click();
    await workbench.openNotifications();
    await workbench.notification('Runs are neither started nor steered').waitFor();
    await workbench.picture('trust-refused');
    assert.deepEqual(person.trainers(), []);
    assert.equal(runsOf(person).length, 1);
  });

  it('is trusted by a button, and runs without a reload', async () => {
    await workbench.button('Manage Workspace Trust').click();
    await workbench.page
      .locator('.workspace-trust-editor')
      .getByRole('button', { name: 'Trust', exact: true })
      .click();
    const trust = workbench.page.locator('.monaco-modal-editor-block');
    await trust.getByText('You trust this folder').waitFor();
    await trust
      .getByRole('button', { name: /^Close/ })
      .first()
      .click();
    await trust.waitFor({ state: 'detached' });
    await workbench.codeLens(RESTRICTED).waitFor({ state: 'detached' });
    await workbench.codeLens(/^\s*Run$/).click();
    await workbench.openSidebar();
    await workbench.runRow(/epoch \d+/).waitFor({ timeout: TRAINS_WITHIN });
    await workbench.picture('trust-granted');
    await workbench.codeLens('Stop').click();
    await workbench.runRow('stopped').waitFor({ timeout: TRAINS_WITHIN });
    await workbench.runRow('an old run').waitFor();
  });

  it('names no program that is run, trusted or not', () => {
    assert.equal(existsSync(traces), false);
  });
});

/** Has the folder's own settings name a program as the runtime: one that leaves traces. */
function writeRuntimeOfItsOwn(workspace: string, traces: string): void {
  const program = path.join(workspace, 'runtime.sh');
  writeFileSync(program, `#!/bin/sh\necho "$@" >> '${traces}'\nexec node "$@"\n`);
  chmodSync(program, 0o755);
  mkdirSync(path.join(workspace, '.vscode'));
  writeFileSync(
    path.join(workspace, '.vscode', 'settings.json'),
    JSON.stringify({ 'distillery.nodePath': program }),
  );
}
