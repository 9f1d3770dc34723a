import { strict as assert } from 'node:assert';
import { cpSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { annotate, runsFolder } from '../../../src/runs';
import { HOSTILE_NAMES as HOSTILE_CLASSES, SyntheticRecord } from '../../page/support/record';
import { complaintsOfHost } from '../support/complaints';
import { HOSTILE_NAMES, writeGarbage, writeHostileRun } from '../support/hostileRecords';
import { Person } from '../support/person';
import { startRun, writeLongExperiment } from '../support/records';
import { waitUntil } from '../support/waitUntil';
import type { Workbench } from '../support/workbench';

const TIMEOUT = 240_000;
/** What each hostile name looks like where it is shown as text. */
const SHOWN = {
  html: '<img src=x onerror=',
  markdown: '[press](command:',
  terminal: 'red \\u{1b}[31m and\\u{a}broken\\u{202e}',
  endless: 'xxxxxxxx…',
} as const satisfies Record<keyof typeof HOSTILE_NAMES, string>;
/** An icon, a link and a change of direction. */
const HOSTILE_TAG = '$(zap)[l](command:x)\u202e';

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
    copyReportedRun(distillery);
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
    await workbench.page.keyboard.press('Escape');
  });

  after(async () => {
    await person.leave();
  });

  /** That a part of the window shows hostile text, and has made nothing of it. */
  async function isText(part: Locator, ...shown: readonly string[]): Promise<void> {
    for (const text of shown)
      await part
        .filter({ hasText: withGaps(text) })
        .first()
        .waitFor();
    assert.equal(await part.locator('.codicon-zap, img, script, b, strong, code, a[href]').count(), 0);
    const longest = Math.max(
      ...(await part.allInnerTexts())
        .join('\n')
        .split('\n')
        .map((line) => line.length),
    );
    assert.ok(longest < 600, `A line of ${longest} characters`);
  }

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

  it('is text in quick picks and input boxes', async () => {
    const widget = workbench.page.locator('.quick-input-widget');
    for (const [id, shown] of Object.entries(SHOWN)) {
      await workbench.command('Distillery: Rename Run…');
      await widget.locator('.quick-input-title').waitFor();
      await isText(widget.locator('.quick-input-list'), ...Object.values(SHOWN));
      if (id === 'html') await workbench.picture('hostile-quick-pick');
      await workbench.option(shown).first().click();
      await widget.getByText("Empty: the experiment's name").waitFor();
      await isText(widget, shown);
      assert.equal(await widget.locator('.quick-input-message a').count(), 0);
      await workbench.page.keyboard.press('Escape');
    }
  });

  it('is text in dialogs and notifications', async () => {
    const rows = workbench.rows('Runs');
    const count = await rows.count();
    for (const shown of Object.values(SHOWN)) {
      await workbench.takeFromMenu(workbench.runRow(shown), 'Delete Run…');
      await isText(workbench.page.locator('.monaco-dialog-box'), shown);
      await workbench.button('Delete').click();
      await workbench.openNotifications();
      const told = workbench.notification('Deleted the run');
      await isText(told, shown);
      assert.equal(await told.locator('.notification-list-item-message a').count(), 0);
      await workbench.button('Undo').click();
      await waitUntil('the row is back', async () => (await rows.count()) === count);
      await workbench.clearNotifications();
    }
  });

  it('is text in dashboards, with all that a report says', async () => {
    for (const { name, row, shown } of [
      { name: 'terminal', row: SHOWN.terminal, shown: SHOWN.terminal },
      { name: 'markdown', row: SHOWN.markdown, shown: SHOWN.markdown },
      { name: 'report', row: '97.00 %', shown: HOSTILE_CLASSES[0] },
    ]) {
      await workbench.openRun(workbench.runRow(row));
      const title = workbench.webview.getByRole('heading', { level: 1 });
      await title.waitFor();
      assert.ok((await title.textContent())?.startsWith(shown ?? '?'));
      const body = workbench.webview.locator('body');
      assert.equal(await body.locator('img[src=x]').count(), 0);
      assert.equal(await body.evaluate(() => 'harmed' in globalThis), false);
      await workbench.picture(`hostile-dashboard-${name}`);
      await workbench.command('View: Close All Editors');
    }
  });

  it('is text in the status bar and in CodeLenses', async () => {
    const run = await startRun(person, workbench);
    annotate(run, { tags: [HOSTILE_TAG] });
    // The editor may not notice a file in a folder just made; the extension looks again within a minute.
    await workbench
      .codeLens(/epoch \d+.*zap/)
      .first()
      .waitFor({ timeout: 90_000 });
    await isText(workbench.codeLens(/epoch \d+.*zap/), '$(zap)[l](command:x)\\u');
    const item = workbench.statusBarItem(/student, seed 1/);
    await isText(item, 'student, seed 1');
    const hover = workbench.page.locator('.monaco-hover').filter({ hasText: 'press' }).last();
    do {
      await workbench.activityIcon.hover();
      await item.hover();
      await hover.waitFor({ timeout: 5_000 }).catch(() => undefined);
    } while (!(await hover.isVisible()));
    await isText(hover, SHOWN.markdown);
    assert.equal(await hover.locator('a').count(), 0);
    await workbench.codeLens('Stop').click();
    await workbench.runRow('stopped').waitFor();
  });

  it('raises no complaint of VS Code', () => {
    assert.deepEqual(complaints, []);
    assert.deepEqual(complaintsOfHost(person), []);
  });
});

/** A run with a report whose classes, warnings and verdict are hostile, too. */
function copyReportedRun(distillery: string): void {
  const record = new SyntheticRecord({ epochs: 2, end: 'done' });
  try {
    cpSync(record.folder.path, path.join(runsFolder(distillery), 'reported'), { recursive: true });
  } finally {
    record.remove();
  }
}

/** Text that may have invisible gaps where it would have been taken for an icon or a link. */
function withGaps(text: string): RegExp {
  return new RegExp(
    Array.from(text, (character) => character.replace(/[\\^$.*+?()[\]{}|]/, '\\$&')).join('\\u200b?'),
  );
}
