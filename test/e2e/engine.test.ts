import { strict as assert } from 'node:assert';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { nativeEngineFolder, tfjsNodeFolder } from '../../src/trainer/engines/home';
import { Person } from './support/person';
import { startRun } from './support/records';
import { waitUntil } from './support/waitUntil';
import type { Workbench } from './support/workbench';

const INSTALLING = 'Installing the native engine';
const INSTALLED_WITHIN = 900_000;

/** Whether the engine can be had here: `npm test` has tried. */
const suite = existsSync(tfjsNodeFolder(nativeEngineFolder())) ? describe : describe.skip;

/** Each step goes on from the one before. */
suite('the native engine of someone who has none', function () {
  this.timeout(INSTALLED_WITHIN + 60_000);
  this.bail(true);
  let engines: string;
  let person: Person;
  let workbench: Workbench;

  before(async () => {
    engines = mkdtempSync(path.join(os.tmpdir(), 'distillery-engines-'));
    person = await Person.start({ environment: { DISTILLERY_ENGINE_HOME: engines } });
    workbench = await person.openFolder();
  });

  afterEach(async function () {
    await workbench.pictureOfFailure(this, 'engine');
  });

  after(async () => {
    await person.leave();
    rmSync(engines, { recursive: true, force: true });
  });

  it('is offered where engines are chosen', async () => {
    await workbench.command('Distillery: Choose Engine…');
    await workbench.option('choose it to install it').waitFor({ timeout: 60_000 });
    await workbench.picture('engine-1-choice');
    await workbench.page.keyboard.press('Escape');
  });

  it('is given up without a trace when its installation is cancelled', async () => {
    await workbench.command('Distillery: Install Native Engine');
    await workbench.openNotifications();
    const installing = workbench.notification(INSTALLING);
    await installing.filter({ hasText: /[1-9]\d* %/ }).waitFor({ timeout: INSTALLED_WITHIN });
    await workbench.picture('engine-2-installing');
    await installing.getByRole('button', { name: 'Cancel' }).click();
    await installing.waitFor({ state: 'detached' });
    await waitUntil('no process installs', () =>
      person.family.commandLines().every((line) => !line.includes('trainer.js')),
    );
    assert.ok(!existsSync(nativeEngineFolder(engines)));
  });

  it('is installed, and says which TensorFlow it is', async () => {
    await workbench.command('Distillery: Install Native Engine');
    await workbench.openNotifications();
    const installed = workbench.notification(/The native engine is installed: TensorFlow \d/);
    await installed.waitFor({ timeout: INSTALLED_WITHIN });
    await workbench.picture('engine-3-installed');
    await workbench.clearNotifications();
  });

  it('computes from then on', async () => {
    await startRun(person, workbench);
    await workbench.openRun(workbench.runRow(/epoch/));
    await workbench.webview.getByText('through tfjs-node').first().waitFor();
    await workbench.picture('engine-4-run');
    await workbench.command('Distillery: Stop');
    await waitUntil('no trainer runs', () => person.trainers().length === 0);
  });
});
