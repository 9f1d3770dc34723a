import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { RunFolder } from '../../src/runs';
import { root } from '../../scripts/steps.mjs';
import { type ChartRow, Dashboard, shareIn, type Shares } from './support/dashboard';
import { Person } from './support/person';
import { readPng } from './support/png';
import {
  eventsOf,
  runsOf,
  startRun,
  studentOf,
  trainerOf,
  type WrittenEvent,
  writeLongExperiment,
} from './support/records';
import { waitUntil } from './support/waitUntil';
import type { Workbench } from './support/workbench';

const STUDENT = 'Student, seed 1';
const ACCURACY = 'Accuracy (dashed';
const LOSS = 'Total loss';
const TEMPERATURE = 4;

/** Slow epochs, so that tables behind charts hold all of them for minutes. */
const EXPERIMENT = {
  teacher: { model: { type: 'mlp', hidden: [64] }, training: { epochs: 3 } },
  student: { model: { type: 'mlp', hidden: [256, 256] } },
  distillation: { method: 'hinton', temperature: TEMPERATURE },
};
const SLOW = { epochs: 1000, batchSize: 2 };

/** A person looks closely: all that the dashboard says is compared with what the record holds. */
describe('the dashboard of a run that trains', function () {
  this.timeout(180_000);
  this.bail(true);
  let person: Person;
  let workbench: Workbench;
  let dashboard: Dashboard;
  let short: RunFolder;
  let run: RunFolder;

  before(async () => {
    person = await Person.start();
    writeLongExperiment(person, { ...EXPERIMENT, name: 'short', training: { epochs: 5 } });
    execFileSync(process.execPath, [
      path.join(root, 'dist', 'trainer.js'),
      'run',
      path.join(person.workspace, 'digits.distill.json'),
    ]);
    const [only] = runsOf(person);
    assert.ok(only);
    short = only;
    writeLongExperiment(person, { ...EXPERIMENT, name: 'long', training: SLOW });
    workbench = await person.openFolder();
    dashboard = new Dashboard(workbench);
  });

  afterEach(async function () {
    await workbench.pictureOfFailure(this, 'dashboard');
  });

  after(async () => {
    await person.leave();
  });

  /** What the accuracy chart should say of a run's student by its record. */
  function accuracies(folder: RunFolder): Omit<ChartRow, 'network'>[] {
    return eventsOf(folder)
      .filter(({ type, stage }) => type === 'epoch' && stage === 'student-1')
      .map(({ step = NaN, validation }) => ({ x: step, y: validation?.accuracy ?? NaN }));
  }

  async function studentRows(chart = dashboard.chart(ACCURACY)): Promise<ChartRow[]> {
    return (await dashboard.rows(chart)).filter(({ network }) => network === STUDENT);
  }

  /** Every row is what the record says, from the first epoch on, with none left out. */
  function assertOnRecord(rows: readonly ChartRow[], record: readonly Omit<ChartRow, 'network'>[]): void {
    assert.ok(rows.length > 0);
    rows.forEach(({ x, y }, index) => {
      assert.equal(x, record[index]?.x);
      assertClose(y, record[index]?.y ?? NaN, 5e-5);
    });
  }

  /** The logits of teacher and student for an example after an epoch, softened here. */
  function expectedShares(folder: RunFolder, example: number, epoch: number, temperature: number): Shares {
    const events = eventsOf(folder);
    const probe = events.find(({ type }) => type === 'probes')?.examples?.[example];
    const answers = events.find(
      (event) => event.type === 'soft-targets' && event.stage === 'student-1' && event.epoch === epoch,
    );
    return {
      teacher: softened(probe?.teacherLogits ?? [], temperature),
      student: softened(answers?.logits?.[example] ?? [], temperature),
    };
  }

  async function showsRecord(): Promise<void> {
    await waitUntil('the bars of the record', async () => {
      const [shown] = await dashboard.bars();
      const [example, epoch, temperature] = [
        await dashboard.example(),
        await dashboard.epoch(),
        await dashboard.temperature(),
      ];
      return shown !== undefined && areClose(shown, expectedShares(run, example, epoch, temperature));
    });
  }

  it('shows curves that grow, with what is on record', async () => {
    run = await startRun(person, workbench);
    await workbench.openRun(workbench.runRow(/epoch \d+/));
    await dashboard.open('Curves');
    await dashboard.openTable(dashboard.chart(ACCURACY));
    await waitUntil('a first epoch', async () => (await studentRows()).length > 0);
    const before = (await studentRows()).length;
    await waitUntil('two further epochs', async () => (await studentRows()).length >= before + 2);
    const rows = await studentRows();
    assertOnRecord(rows, accuracies(run));
    await waitUntil('the accuracies are in sight', async () => {
      const [place, table] = await Promise.all([
        dashboard.chart(ACCURACY).locator('details').boundingBox(),
        dashboard.chart(ACCURACY).locator('table').boundingBox(),
      ]);
      return place !== null && table !== null && table.width <= place.width;
    });
    await workbench.picture('dashboard-curves');
  });

  it('softens the answers by the slider, as the record says', async () => {
    await dashboard.open('Soft targets');
    await dashboard.slider('After epoch').press('Home');
    await waitUntil('the epoch', async () => (await dashboard.epoch()) === 0);
    await showsRecord();
    assert.equal(await dashboard.temperature(), TEMPERATURE);
    const first = await dashboard.bars();
    for (const [key, temperature] of [
      ['Home', 0.5],
      ['End', 20],
    ] as const) {
      await dashboard.slider('Temperature').press(key);
      await waitUntil('the temperature', async () => (await dashboard.temperature()) === temperature);
      await showsRecord();
      assert.notDeepEqual(await dashboard.bars(), first);
    }
  });

  it('goes through the epochs, in which the student alone changes', async () => {
    const [first] = await dashboard.bars();
    await dashboard.slider('After epoch').press('ArrowRight');
    await waitUntil('the epoch', async () => (await dashboard.epoch()) === 1);
    await showsRecord();
    const [second] = await dashboard.bars();
    assert.notDeepEqual(second?.student, first?.student);
    await workbench.picture('dashboard-soft-targets');
  });

  it('opens the examples behind a cell of the map', async () => {
    await dashboard.open('Dark knowledge');
    const map = workbench.webview.locator('.heatmap').locator('visible=true').first();
    await workbench.webview.getByText(`As recorded during training, at T = ${TEMPERATURE}`).waitFor();
    await dashboard.openTable(map);
    const names = await map.locator('tbody th').allInnerTexts();
    const means = eventsOf(run).find(({ type }) => type === 'teacher-soft-targets')?.classMeans;
    assert.equal(means?.temperature, TEMPERATURE);
    for (const [row, cells] of (await map.locator('tbody tr').all()).entries()) {
      const shown = (await cells.locator('td').allInnerTexts()).map(shareIn);
      const recorded = names.map((name) => means.rows[Number(names[row])]?.[Number(name)] ?? NaN);
      shown.forEach((share, column) => {
        assertClose(share, recorded[column] ?? NaN, 1e-3);
      });
    }
    await workbench.picture('dashboard-map');

    const { label, answer, examples } = commonestLeaning(eventsOf(run));
    const canvas = map.locator('canvas');
    await canvas.press('Home');
    for (let row = 0; row < names.indexOf(String(label)); row++) await canvas.press('ArrowDown');
    for (let column = 0; column < names.indexOf(String(answer)); column++) await canvas.press('ArrowRight');
    await map.getByText(`Class ${label}, answer ${answer}:`).waitFor();
    await canvas.press('Enter');
    await dashboard.selectedTab('Soft targets').waitFor();
    await workbench.webview
      .getByText(`Only the ${examples.length} examples of ${label} that the teacher leans to ${answer}.`)
      .waitFor();
    const options = await workbench.webview.locator('.probe').all();
    const listed = await Promise.all(
      options.map(async (option) => Number(await option.getAttribute('data-index'))),
    );
    assert.deepEqual(
      listed.sort((a, b) => a - b),
      examples,
    );
    await showsRecord();
    await workbench.webview.getByText('Show all examples').click();
  });

  it('comes back from a reload as it was, and its curves go on without a gap', async () => {
    const temperature = await dashboard.temperature();
    await dashboard.open('Curves');
    const loss = dashboard.chart(LOSS);
    await workbench.webview.getByRole('checkbox', { name: 'Teacher' }).click();
    await dashboard.openTable(loss);
    const stepsAtLeast = accuracies(run).at(-1)?.x ?? NaN;
    const presses = Math.ceil(Math.log2(stepsAtLeast / 100));
    for (let press = 0; press < presses; press++) await loss.locator('.plot').press('+');
    const widest = studentOf(run).step / 2 ** presses + 2;
    const isZoomed = (rows: readonly ChartRow[]): boolean =>
      rows.length > 20 && (rows.at(-1)?.x ?? NaN) - (rows[0]?.x ?? NaN) <= widest;
    await waitUntil('a closer look', async () => isZoomed(await dashboard.rows(loss)));
    const kept = await dashboard.rows(loss);
    assert.deepEqual(
      kept.map(({ x }) => x),
      kept.map((_, index) => (kept[0]?.x ?? NaN) + index),
    );
    const epochsBefore = (await studentRows()).length;
    // The last of the changes, by which all of them are known to be noted.
    await workbench.webview.getByRole('checkbox', { name: 'Scale without outliers' }).click();
    await waitUntil('VS Code has taken note of it', () =>
      workbench.remembers('mainThreadWebview-distillery.dashboard', '"clipOutliers":true'),
    );
    await workbench.reload();
    await dashboard.selectedTab('Curves').waitFor();
    await dashboard.openTable(loss);
    await waitUntil('the same closer look', async () => isSame(await dashboard.rows(loss), kept));
    assert.equal(
      await workbench.webview.getByRole('checkbox', { name: 'Teacher' }).getAttribute('aria-checked'),
      'false',
    );
    await dashboard.openTable(dashboard.chart(ACCURACY));
    await waitUntil('further epochs', async () => (await studentRows()).length > epochsBefore);
    assertOnRecord(await studentRows(), accuracies(run));
    await workbench.picture('dashboard-reloaded');
    await dashboard.open('Soft targets');
    assert.equal(await dashboard.temperature(), temperature);
    assert.equal(await dashboard.epoch(), 1);
  });

  it('stops the run', async () => {
    await workbench.webview.getByRole('button', { name: 'Stop' }).click();
    await workbench.runRow('stopped').waitFor({ timeout: 60_000 });
    await waitUntil('no trainer runs', () => trainerOf(run) === undefined);
  });

  /** Accepts what the dialog offers, a file beside the experiment, and waits for it. */
  async function saved(name: string): Promise<Buffer> {
    const file = path.join(person.workspace, name);
    await waitUntil('the offer', async () => (await workbench.quickInput.inputValue()) === file);
    await workbench.quickInputButton('OK').click();
    await waitUntil('the file', () => existsSync(file) && readFileSync(file).length > 0);
    await workbench.quickInput.waitFor({ state: 'hidden' });
    return readFileSync(file);
  }

  it('saves every point of the record', async () => {
    await dashboard.open('Curves');
    await workbench.webview.getByText('Save CSV…').click();
    const [head, ...lines] = (await saved(`${run.id}.csv`)).toString().trimEnd().split('\n');
    assert.equal(head, 'stage,step,total,hard,soft,learningRate');
    const recorded = eventsOf(run).flatMap(pointsOf);
    assert.equal(lines.length, recorded.length);
    lines.forEach((line, index) => {
      const [stage, ...numbers] = line.split(',');
      const point = recorded[index];
      assert.equal(stage, point?.stage);
      numbers.forEach((text, column) => {
        const value = point?.numbers[column];
        if (value === null || value === undefined) assert.equal(text, '');
        else assertClose(Number(text), value, Math.abs(value) * 1e-6);
      });
    });
  });

  it('saves a picture', async () => {
    await dashboard.chart(LOSS).getByText('Save PNG…').click();
    const { width, height } = readPng(await saved('Total loss.png'));
    assert.ok(width > 300 && height > 200, `${width} × ${height}`);
  });

  it('compares two runs', async () => {
    await workbench.runRow('stopped').click();
    await workbench.runRow('short').click({ modifiers: ['Control'] });
    await workbench.command('Distillery: Compare Selected Runs');
    const chart = dashboard.chart('Validation accuracy by epoch');
    await dashboard.openTable(chart);
    const rows = await dashboard.rows(chart);
    for (const [name, folder] of [
      ['long', run],
      ['short', short],
    ] as const) {
      const expected = accuracies(folder).map(({ y }, index) => ({ x: index + 1, y }));
      const shown = rows.filter(({ network }) => network === name);
      assertOnRecord(shown, expected);
      assert.equal(shown.length, expected.length);
    }
    await waitUntil('the answers of both', async () => (await dashboard.bars()).length === 2);
    await workbench.picture('dashboard-compare');
  });
});

function softened(logits: readonly number[], temperature: number): number[] {
  const largest = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp((logit - largest) / temperature));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** The two classes, unlike each other, of which the teacher confuses most of the recorded examples, and these examples. */
function commonestLeaning(events: readonly WrittenEvent[]): {
  readonly label: number;
  readonly answer: number;
  readonly examples: readonly number[];
} {
  const groups = new Map<string, number[]>();
  const probes = events.find(({ type }) => type === 'probes')?.examples ?? [];
  probes.forEach(({ label, teacherLogits }, index) => {
    const others = teacherLogits.map((logit, answer) => (answer === label ? -Infinity : logit));
    const key = `${label} ${others.indexOf(Math.max(...others))}`;
    groups.set(key, [...(groups.get(key) ?? []), index]);
  });
  const [[key, examples] = ['', []]] = [...groups].sort(([, a], [, b]) => b.length - a.length);
  const [label = NaN, answer = NaN] = key.split(' ').map(Number);
  return { label, answer, examples };
}

interface Point {
  readonly stage: string;
  readonly numbers: readonly (number | null | undefined)[];
}

/** What an event tells of single steps, in the columns of the CSV file. */
function pointsOf({ type, stage = '', first = NaN, ...series }: WrittenEvent): Point[] {
  if (type !== 'steps') return [];
  const { total = [], hard, soft, learningRate } = series;
  return total.map((value, index) => ({
    stage,
    numbers: [first + index, value, hard?.[index], soft?.[index], learningRate?.[index]],
  }));
}

function assertClose(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} instead of ${expected}`);
}

/** Shares are told to a hundredth of a percent. */
function areClose(shown: Shares, expected: Shares): boolean {
  return (['teacher', 'student'] as const).every(
    (network) =>
      shown[network].length === expected[network].length &&
      shown[network].every((share, index) => Math.abs(share - (expected[network][index] ?? NaN)) <= 1e-4),
  );
}

function isSame(left: readonly ChartRow[], right: readonly ChartRow[]): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
