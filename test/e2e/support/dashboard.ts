import type { Locator } from 'playwright-core';
import type { Workbench } from './workbench';

/** A line of a table behind a chart. */
export interface ChartRow {
  readonly network: string;
  readonly x: number;
  readonly y: number;
}

/** Shares of a class as the bars say them: the teacher's and the student's, from 0 to 1. */
export interface Shares {
  readonly teacher: readonly number[];
  readonly student: readonly number[];
}

/** The dashboard in front, read by what it says to a person who hears or reads it. */
export class Dashboard {
  constructor(private readonly workbench: Workbench) {}

  tab(name: string): Locator {
    return this.workbench.webview.getByRole('tab', { name });
  }

  async open(tab: string): Promise<void> {
    await this.tab(tab).click();
    await this.selectedTab(tab).waitFor();
  }

  selectedTab(name: string): Locator {
    return this.workbench.webview.getByRole('tab', { name, selected: true });
  }

  chart(title: string): Locator {
    return this.workbench.webview.locator('figure.chart', { hasText: title }).locator('visible=true');
  }

  /** Opens the table behind a chart or a map. */
  async openTable(subject: Locator): Promise<void> {
    await subject.getByText('As a table').click();
    await subject.locator('tbody tr').first().waitFor();
  }

  /** What the open table behind a chart says, as it stands in this moment. */
  async rows(chart: Locator): Promise<ChartRow[]> {
    return (await cellsOf(chart)).map(([network = '', x = '', y = '']) => {
      return { network: network.trim(), x: Number(x.replaceAll(',', '')), y: Number(y) };
    });
  }

  slider(name: string): Locator {
    return this.workbench.webview.getByRole('slider', { name }).locator('visible=true');
  }

  /** The temperature that the slider says. */
  async temperature(): Promise<number> {
    return numberIn(await this.slider('Temperature').getAttribute('aria-valuetext'));
  }

  async epoch(): Promise<number> {
    return numberIn(await this.slider('After epoch').getAttribute('aria-valuetext'));
  }

  /** The index of the recorded example that is shown. */
  async example(): Promise<number> {
    const option = this.workbench.webview.getByRole('option', { selected: true }).locator('visible=true');
    return Number(await option.getAttribute('data-index'));
  }

  /** All tables of bars that are shown, from left to right. */
  async bars(): Promise<Shares[]> {
    const tables = await this.workbench.webview.locator('table.bars').locator('visible=true').all();
    return Promise.all(
      tables.map(async (table) => {
        const rows = (await cellsOf(table)).map((cells) => cells.slice(-2));
        const column = (index: number): number[] => rows.map((cells) => shareIn(cells[index] ?? ''));
        return { teacher: column(0), student: column(1) };
      }),
    );
  }
}

/** What is used of a table's body within the page. */
interface TableBody {
  readonly rows: Iterable<{ readonly cells: Iterable<{ readonly innerText: string }> }>;
}

/** The cells of a table's body by row, read in one go: a table that changes is built anew. */
function cellsOf(table: Locator): Promise<string[][]> {
  return table
    .locator('tbody')
    .evaluate((body: TableBody) =>
      Array.from(body.rows, ({ cells }) => Array.from(cells, ({ innerText }) => innerText)),
    );
}

/** A share that is too small to be told counts as none. */
export function shareIn(text: string): number {
  return text.includes('<') ? 0 : numberIn(text) / 100;
}

function numberIn(text: string | null): number {
  return Number(/[\d.]+/.exec(text ?? '')?.[0] ?? NaN);
}
