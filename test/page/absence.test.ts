import assert from 'node:assert/strict';
import { HOSTILE_NAMES, type RecordOptions } from './support/record';
import { usePages } from './support/usePages';

describe("the dashboard's page while there is nothing to see", () => {
  const pages = usePages();

  const reason = new RegExp(escaped(HOSTILE_NAMES[1] ?? ''));
  const ended = {
    Curves: /This run ended before its first training step\./,
    'Soft targets': /This run ended before the student’s training began\./,
    'Dark knowledge': /No answers of a network are on record\./,
    Report: /This run ended without a report\./,
  };
  const states: readonly {
    readonly end: RecordOptions['end'];
    readonly reaches: 'nothing' | 'teacher';
    /** On the first page, whose head says the rest. */
    readonly result: string;
    readonly says: Readonly<Record<keyof typeof ended, RegExp>>;
    /** Why it ended, and what can be done. */
    readonly over?: readonly [reason: RegExp, button: string];
  }[] = [
    {
      end: 'live',
      reaches: 'nothing',
      result: 'The result appears here when the run is done',
      says: {
        Curves: /Curves appear with the first training step\./,
        'Soft targets': /Soft targets appear when the student’s training begins\./,
        'Dark knowledge': /The map appears with the first answers of a trained network\./,
        Report: /The report comes when all networks are trained/,
      },
    },
    {
      end: 'failed',
      reaches: 'nothing',
      result: 'This run ended without a result.',
      says: ended,
      over: [reason, 'Resume'],
    },
    {
      end: 'stopped',
      reaches: 'nothing',
      result: 'This run ended without a result.',
      says: ended,
      over: [reason, 'Resume'],
    },
    {
      end: 'crashed',
      reaches: 'nothing',
      result: 'This run ended without a result.',
      says: ended,
      over: [/Its process is gone\./, 'Resume'],
    },
    {
      end: 'done',
      reaches: 'teacher',
      result: 'This run trains only the teacher, so it has no report.',
      says: {
        ...ended,
        Curves: /^$/,
        'Dark knowledge': /^$/,
        'Soft targets': /This run trains only the teacher: there is no student/,
        Report: /This run trains only the teacher, so it has no report\./,
      },
    },
  ];
  for (const { end, reaches, result, says, over } of states) {
    it(`says what is true of a run that is ${end} and reached ${reaches}`, async () => {
      const { dashboard, record, page } = await pages.openRun({ epochs: 2, end, reaches });
      for (const [tab, sentence] of Object.entries(says)) {
        await dashboard.tab(tab);
        await dashboard.settled();
        const note = page.locator('.empty').locator('visible=true');
        const text = (await note.allTextContents()).join();
        assert.match(text, sentence, tab);
        assert.equal(await note.locator('vscode-button').count(), over ? 1 : 0, tab);
        if (!over) continue;
        assert.match(text, over[0], tab);
        await note.getByText(over[1], { exact: true }).click();
        await dashboard.said('a resume', ({ type }) => type === 'action');
        assert.deepEqual(dashboard.sent.at(-1), {
          type: 'action',
          action: 'resume',
          folder: record.folder.path,
        });
        dashboard.sent.length = 0;
      }
      await dashboard.tab('Overview');
      await page.getByText(result).locator('visible=true').waitFor();
      const stages = (await page.locator('.stages').textContent()) ?? '';
      assert.equal(stages.includes('Waiting'), end === 'live');
      assert.equal(stages.includes('Not reached'), over !== undefined);
    });
  }

  it('says so as soon as a run that was waited for has ended', async () => {
    const { dashboard, record, page } = await pages.openRun({ epochs: 2, end: 'live' });
    await dashboard.tab('Report');
    await page.getByText('The report comes when').waitFor();
    record.append({ type: 'run-ended', status: 'failed', summary: 'No space left on the disk.' });
    await dashboard.poll();
    const note = page.locator('.empty').locator('visible=true');
    await note.getByText('No space left on the disk.').waitFor();
    await note.getByText('This run ended without a report.').waitFor();
  });
});

function escaped(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}
