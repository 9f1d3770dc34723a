import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { DashboardPage } from './support/dashboardPage';
import type { RecordOptions } from './support/record';
import { MISSING_CLASS, plainClassMeans } from './support/testLogits';
import { THEMES } from './support/themes';
import { usePages } from './support/usePages';

const TEMPERATURE = 4;

type Colour = readonly number[];

describe('the map of dark knowledge', () => {
  const pages = usePages();
  let dashboard: DashboardPage;

  async function open(options: Partial<RecordOptions>, view: object = {}): Promise<Locator> {
    const record = pages.record({ epochs: 1, end: 'done', ...options });
    const subject = { kind: 'run', folder: record.folder.path } as const;
    const state = { subject, view: { tab: 'map', temperature: TEMPERATURE, rowOrder: 'label', ...view } };
    dashboard = await pages.open({ subject, state });
    const maps = dashboard.page.locator('.maps .heatmap').locator('visible=true');
    await maps.first().waitFor();
    await dashboard.settled();
    return maps;
  }

  it('draws a thousand classes in the colours of one scale for both networks', async () => {
    const classes = 1000;
    const examples = 3000;
    const maps = await open({ classes, testExamples: examples });
    const means = (['teacher', 'student-1'] as const).map((stage) =>
      plainClassMeans(stage, classes, examples, TEMPERATURE),
    );
    const all = means.flat(2).filter((share) => !Number.isNaN(share));
    const largest = all.reduce((most, share) => Math.max(most, share), 0);
    const smallest = all.reduce((least, share) => Math.min(least, share), 1);
    assert.ok(smallest > largest / 500 && smallest < largest / 2, 'no end of the scale is clamped');
    for (const [index, network] of means.entries()) {
      const canvas = maps.nth(index).locator('canvas');
      for (const [x, y] of [
        [200, 200],
        [130, 90],
        [203, 171],
        [311, 500],
      ] as const) {
        await canvas.hover({ position: { x, y } });
        const { label, answer, text } = await readout(maps.nth(index));
        const share = network[label]?.[answer] ?? NaN;
        assert.ok(Math.abs(share - shareIn(text)) < 1e-4, `${text} for ${share}`);
        const expected = between(
          'editorWidget-background',
          'charts-blue',
          Math.log(share / smallest) / Math.log(largest / smallest),
        );
        assertAlike(await pixel(canvas, x, y), expected, 2);
      }
    }
  });

  it('leaves a class without examples visibly empty, however small its cells', async () => {
    const maps = await open({ classes: 1000, testExamples: 2000 });
    const canvas = maps.first().locator('canvas');
    await canvas.press('ArrowDown');
    for (let row = 1; row < MISSING_CLASS; row++) await canvas.press('ArrowDown');
    assert.match((await maps.first().locator('.readout').textContent()) ?? '', /class 2, .*no examples/);
    const { x, y } = await middleOfCursor(maps.first());
    const [one, next] = [await pixel(canvas, x, y), await pixel(canvas, x + 3, y)];
    assert.ok(next.slice(0, 3).every((part, index) => Math.abs(part - (one[index] ?? part)) > 30));
    await maps.first().getByText('no examples', { exact: true }).waitFor();
  });

  it('draws ten classes with their numbers, a missing one as outlines only', async () => {
    const maps = await open({ classes: 10, testExamples: 100 });
    const canvas = maps.first().locator('canvas');
    for (let row = 0; row < MISSING_CLASS; row++) await canvas.press('ArrowDown');
    const { x, y } = await middleOfCursor(maps.first());
    assert.deepEqual(await pixel(canvas, x, y), [0, 0, 0, 0]);
    const labels = await maps.first().locator('.colour-numbers span').allInnerTexts();
    const means = (['teacher', 'student-1'] as const).flatMap((stage) =>
      plainClassMeans(stage, 10, 100, TEMPERATURE)
        .flat()
        .filter((share) => !Number.isNaN(share)),
    );
    const [least, , most] = labels.map(shareIn);
    assert.ok(Math.abs((least ?? NaN) - Math.min(...means)) < 5e-3);
    assert.ok(Math.abs((most ?? NaN) - Math.max(...means)) < 5e-3);
    assert.deepEqual(await maps.nth(1).locator('.colour-numbers span').allInnerTexts(), labels);
  });

  it('stays where it is while the temperature changes', async () => {
    const maps = await open({ classes: 10, testExamples: 100 }, { rowOrder: 'similarity' });
    const numbers = maps.first().locator('.colour-numbers');
    const before = [await numbers.innerText(), await maps.first().locator('canvas').boundingBox()] as const;
    await maps.first().locator('summary').click();
    const rows = maps.first().locator('tbody th');
    await rows.first().waitFor();
    const names = await rows.allInnerTexts();
    await dashboard.page.getByRole('slider', { name: 'Temperature' }).locator('visible=true').press('End');
    await dashboard.until('other numbers', async () => (await numbers.innerText()) !== before[0]);
    assert.deepEqual(await maps.first().locator('canvas').boundingBox(), before[1]);
    assert.deepEqual(await rows.allInnerTexts(), names);
  });

  it('moves its cursor by keyboard and mouse, without drawing the map again', async () => {
    const maps = await open({ classes: 1000, testExamples: 2000 });
    const { page } = dashboard;
    const canvas = maps.first().locator('canvas');
    await canvas.press('End');
    await page.getByText('Class class 0, answer class 999:').waitFor();
    await dashboard.until('a section further right', async () => {
      const { x } = await middleOfCursor(maps.first());
      return x > 0 && x < ((await canvas.boundingBox())?.width ?? 0);
    });
    // The other maps show the same section.
    const scrolled = `[...document.querySelectorAll('.heatmap-scroller')].filter((map) => map.checkVisibility()).map((map) => map.scrollLeft)`;
    await dashboard.until('all maps further right', async () => {
      const [first = 0, ...others] = await page.evaluate<number[]>(scrolled);
      return first > 0 && others.length === 2 && others.every((left) => left === first);
    });
    await dashboard.settled();
    await page.evaluate(`{
      globalThis.drawings = 0;
      const { drawImage } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.drawImage = function (...parameters) {
        globalThis.drawings++;
        return drawImage.apply(this, parameters);
      };
    }`);
    await canvas.press('ArrowLeft');
    await page.getByText('Class class 0, answer class 998:').waitFor();
    await canvas.hover({ position: { x: 200, y: 300 } });
    const { label, answer } = await readout(maps.first());
    assert.ok(label > 0 && answer > 500, 'the section that is seen');
    const mark = await middleOfCursor(maps.first());
    assert.ok(Math.abs(mark.x - 200) <= 3 && Math.abs(mark.y - 300) <= 3);
    assert.equal(await page.evaluate('globalThis.drawings'), 0);
  });

  it('lists where student and teacher differ most, each with its examples', async () => {
    const classes = 100;
    await open({ classes, testExamples: 500 });
    const [teacher, student] = (['teacher', 'student-1'] as const).map((stage) =>
      plainClassMeans(stage, classes, 500, TEMPERATURE),
    );
    const cells = Array.from({ length: classes ** 2 }, (_, place) => {
      const [label, answer] = [Math.floor(place / classes), place % classes];
      const shares = [teacher?.[label]?.[answer] ?? NaN, student?.[label]?.[answer] ?? NaN] as const;
      return { label, answer, shares, difference: shares[1] - shares[0] };
    });
    const largest = cells
      .filter(({ label, answer, difference }) => label !== answer && !Number.isNaN(difference))
      .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference))
      .slice(0, 8);
    const { page } = dashboard;
    const rows = page.locator('.differences tbody tr');
    assert.deepEqual(
      await rows.locator('th').allInnerTexts(),
      largest.map(({ label, answer }) => `class ${label} → class ${answer}`),
    );
    for (const [place, { shares, difference }] of largest.entries()) {
      const texts = await rows.nth(place).locator('td').allInnerTexts();
      const points = Number(texts[2]?.replace('−', '-')) / 100;
      [...shares, difference].forEach((value, column) => {
        assert.ok(Math.abs(value - ([...texts.slice(0, 2).map(shareIn), points][column] ?? NaN)) < 6e-4);
      });
    }
    await rows.nth(1).getByRole('button').press('Enter');
    const { label, answer } = largest[1] ?? { label: NaN, answer: NaN };
    await page
      .getByText(new RegExp(`examples of class ${label}, the network leans none to class ${answer}`))
      .waitFor();
  });

  it('opens all examples behind a cell', async () => {
    const maps = await open({ epochs: 2 }, { rowOrder: 'similarity' });
    const { page } = dashboard;
    const map = maps.first().locator('canvas');
    await map.press('ArrowRight');
    await map.press('ArrowLeft');
    await map.press('Enter');
    await page.getByText(/^Only the \d+ recorded examples of/).waitFor();
    const examples = page.locator('.probe-list [role="option"]');
    const few = await examples.count();
    await page.getByText('Show all examples').click();
    await dashboard.until('all examples', async () => (await examples.count()) > few);
  });
});

/** The cell under the cursor, and what is said of it. */
async function readout(map: Locator): Promise<{ label: number; answer: number; text: string }> {
  const text = (await map.locator('.readout').textContent()) ?? '';
  const [, label, answer] = /class (\d+), answer class (\d+):/.exec(text) ?? [];
  return { label: Number(label), answer: Number(answer), text: text.split(': ').at(-1) ?? '' };
}

/** Where the cursor is on the canvas. */
async function middleOfCursor(map: Locator): Promise<{ x: number; y: number }> {
  const [mark, canvas] = [
    await map.locator('.heatmap-cursor').boundingBox(),
    await map.locator('canvas').boundingBox(),
  ];
  assert.ok(mark && canvas);
  return {
    x: Math.floor(mark.x + mark.width / 2 - canvas.x),
    y: Math.floor(mark.y + mark.height / 2 - canvas.y),
  };
}

/** A canvas within the page, as far as it is needed here. */
interface PageCanvas {
  readonly ownerDocument: { createElement(name: 'canvas'): PageCanvas };
  getContext(kind: '2d'): {
    drawImage(source: PageCanvas, x: number, y: number): void;
    getImageData(x: number, y: number, width: number, height: number): { readonly data: Iterable<number> };
  };
}

/** Red, green, blue and alpha, read from a copy: a canvas that is read from often is drawn in another way. */
async function pixel(canvas: Locator, x: number, y: number): Promise<number[]> {
  return canvas.evaluate(
    (element: PageCanvas, [left, top]) => {
      const context = element.ownerDocument.createElement('canvas').getContext('2d');
      context.drawImage(element, -left, -top);
      return [...context.getImageData(0, 0, 1, 1).data];
    },
    [x, y] as const,
  );
}

/** An opaque colour at a share of the way between two of the theme's. */
function between(from: string, to: string, share: number): Colour {
  const [start = [], end = []] = [from, to].map((name) =>
    [1, 3, 5].map((at) => parseInt((THEMES.dark.variables[name] ?? '').slice(at, at + 2), 16)),
  );
  return [...start.map((part, index) => part + share * ((end[index] ?? NaN) - part)), 255];
}

function assertAlike(actual: Colour, expected: Colour, tolerance: number): void {
  const isAlike = actual.every((part, index) => Math.abs(part - (expected[index] ?? NaN)) <= tolerance);
  assert.ok(isAlike && actual.length === expected.length, `${actual.join()} for ${expected.join()}`);
}

function shareIn(text: string): number {
  return Number(text.replace(' %', '')) / 100;
}
