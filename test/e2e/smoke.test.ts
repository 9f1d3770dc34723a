import { strict as assert } from 'node:assert';
import { Person } from './support/person';
import type { Workbench } from './support/workbench';

describe('the packaged extension', () => {
  let person: Person;
  let workbench: Workbench;

  before(async () => {
    person = await Person.start();
    workbench = await person.openFolder();
  });

  after(async () => {
    await person.leave();
  });

  it('has a place in the Activity Bar, with its views', async () => {
    await workbench.openSidebar();
    await workbench.rows('Experiments').filter({ hasText: 'digits' }).first().waitFor();
    await workbench.picture('sidebar');
  });

  it('has its commands in the palette', async () => {
    await workbench.page.keyboard.press('F1');
    await workbench.quickInput.fill('>Distillery: ');
    await workbench.option('Distillery: Run Experiment').first().waitFor();
    await workbench.picture('palette');
    await workbench.page.keyboard.press('Escape');
    assert.deepEqual(person.trainers(), []);
  });
});
