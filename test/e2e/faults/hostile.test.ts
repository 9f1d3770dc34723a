import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { HOSTILE_NAMES, writeGarbage, writeHostileRun } from '../support/hostileRecords';
import { Person } from '../support/person';
import { writeLongExperiment } from '../support/records';
import type { Workbench } from '../support/workbench';

const TIMEOUT = 240_000;

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
    await workbench.pictureOfFailure(this, 'hostile');
  });

  after(async () => {
    await person.leave();
  });

  it('is text in tooltips, whatever garbage lies beside it', async () => {
    const hover = workbench.page.locator('.monaco-hover').filter({ hasText: 'press' }).last();
    const name = hover.getByText('$(zap)').first();
    // A list that changes under the mouse takes its tooltip away.
    do {
      await workbench.activityIcon.hover();
      await workbench.runRow(/press.*failed/).hover();
      await name.waitFor({ timeout: 5_000 }).catch(() => undefined);
    } while (!(await name.isVisible()));
    assert.equal(await hover.locator('.codicon-zap, a, img').count(), 0);
  });

  it('raises no complaint of VS Code', () => {
    assert.deepEqual(complaints, []);
    assert.deepEqual(complaintsOfHost(person), []);
  });
});

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
