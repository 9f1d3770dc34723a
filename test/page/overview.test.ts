import assert from 'node:assert/strict';
import { plainClassMeans } from './support/testLogits';
import { usePages } from './support/usePages';

const CLASSES = 12;
const EXAMPLES = 40;
const TEMPERATURE = 4;

/** The wrong answer that has most of each class's mean soft targets, computed without the page's helpers. */
function strongestWrong(stage: 'teacher' | 'student-1' | 'baseline-1'): (number | undefined)[] {
  return plainClassMeans(stage, CLASSES, EXAMPLES, TEMPERATURE).map((row, label) => {
    const wrong = row.map((share, answer) => (answer === label ? -1 : share));
    return row.some(Number.isNaN) ? undefined : wrong.indexOf(Math.max(...wrong));
  });
}

function shared(stage: 'student-1' | 'baseline-1'): number {
  const teacher = strongestWrong('teacher');
  return strongestWrong(stage).filter((answer, label) => answer !== undefined && answer === teacher[label])
    .length;
}

describe('the overview of a measured run', () => {
  const pages = usePages();

  it('says what the student learned to confuse, and leads to the examples', async () => {
    const options = { epochs: 2, end: 'done', classes: CLASSES, testExamples: EXAMPLES } as const;
    const { dashboard } = await pages.openRun({ ...options, temperature: TEMPERATURE });
    const learned = dashboard.page.locator('section', { hasText: 'What the student learned to confuse' });
    await learned.locator('.chip').first().waitFor();
    const text = (await learned.locator('p').first().textContent()) ?? '';
    const [, ofStudent, classes, ofBaseline] =
      /^The student leans to .* in (\d+) of (\d+) classes\. From labels alone, without the teacher, it is (\d+)\.$/.exec(
        text,
      ) ?? [];
    assert.deepEqual([ofStudent, classes, ofBaseline].map(Number), [
      shared('student-1'),
      CLASSES - 1,
      shared('baseline-1'),
    ]);
    const [label, answer] = ((await learned.locator('.chip').first().textContent()) ?? '').split(' → ');
    assert.equal(answer, `class ${strongestWrong('teacher')[Number(label?.replace('class ', ''))]}`);
    await learned.locator('.chip').first().click();
    await dashboard.page.locator('.probe-list').waitFor();
  });
});

describe('a page that data arrives on', () => {
  const pages = usePages();
  const script = `
    globalThis.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) globalThis.shift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });`;

  for (const tab of ['Overview', 'Curves', 'Soft targets', 'Dark knowledge', 'Report']) {
    it(`does not jump, though it is narrow: ${tab}`, async () => {
      const { dashboard, record } = await pages.openRun(
        { epochs: 8, end: 'live', classes: 10 },
        { width: 400, script },
      );
      await dashboard.tab(tab);
      await dashboard.picture();
      await dashboard.page.evaluate('globalThis.shift = 0');
      for (let epoch = 5; epoch <= 8; epoch++) record.appendEpoch('student-1', epoch);
      await dashboard.poll();
      await dashboard.settled();
      record.append(
        { type: 'stage-ended', stage: 'student-1', status: 'done', seconds: 1, summary: 'trained' },
        { type: 'stage-started', stage: 'baseline-1', totalSteps: 400, totalEpochs: 8 },
      );
      for (let epoch = 1; epoch <= 2; epoch++) {
        record.appendEpoch('baseline-1', epoch);
        await dashboard.poll();
        await dashboard.settled();
      }
      const shift = await dashboard.page.evaluate<number>('globalThis.shift');
      // A chart that moves down by a line is 0.02 to 0.1; a control that grows with its words far less than 0.001.
      assert.ok(shift < 0.002, `a shift of ${shift}`);
    });
  }
});
