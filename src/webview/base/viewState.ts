import type { PanelSubject } from '../../protocol/dashboard';
import type { Brush } from '../pure/parallel';
import type { Leaning } from '../pure/probeMeasures';
import type { EditorApi } from './channel';

/** What survives hiding, reloading and restarting: everything a person chose on the page. */
export interface ViewState {
  readonly tab: string;
  readonly temperature: number | undefined;
  readonly smoothing: number;
  readonly xAxis: 'step' | 'epoch' | 'examples' | 'time' | 'clock';
  readonly xScale: 'linear' | 'log';
  readonly yScale: 'linear' | 'log';
  readonly clipOutliers: boolean;
  readonly seeds: 'together' | 'single';
  readonly hiddenSeries: readonly string[];
  /** Steps shown; undefined: all. */
  readonly zoom: readonly [from: number, to: number] | undefined;
  readonly probe: number | undefined;
  readonly probeOrder: 'ambiguous' | 'divergence' | 'disagreement' | 'rescued';
  /** Only these examples, chosen on the map. */
  readonly leaning: Leaning | undefined;
  readonly student: string | undefined;
  readonly epoch: number | undefined;
  readonly rowOrder: 'label' | 'similarity';
  readonly highTemperature: number;
  readonly logits: readonly number[] | undefined;
  readonly onlyDifferent: boolean;
  readonly filter: string;
  readonly onlyStarred: boolean;
  /** Keys of columns that are not shown. */
  readonly hiddenColumns: readonly string[];
  readonly brushes: readonly Brush[];
  /** Folders of the two runs whose soft targets are shown. */
  readonly beside: readonly [string, string] | undefined;
  readonly sortedBy: string | undefined;
}

const INITIAL: ViewState = {
  tab: 'overview',
  temperature: undefined,
  smoothing: 0.9,
  xAxis: 'step',
  xScale: 'linear',
  yScale: 'linear',
  clipOutliers: false,
  seeds: 'together',
  hiddenSeries: [],
  zoom: undefined,
  probe: undefined,
  probeOrder: 'ambiguous',
  leaning: undefined,
  student: undefined,
  epoch: undefined,
  rowOrder: 'similarity',
  highTemperature: 20,
  logits: undefined,
  onlyDifferent: true,
  filter: '',
  onlyStarred: false,
  hiddenColumns: [],
  brushes: [],
  beside: undefined,
  sortedBy: undefined,
};

interface Saved {
  readonly subject: PanelSubject;
  readonly view: ViewState;
}

/** The page's choices; every change is saved with the editor at once. */
export class ViewStore {
  private view = INITIAL;
  private subject: PanelSubject | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly editor: EditorApi) {}

  get current(): ViewState {
    return this.view;
  }

  /** What was saved for this subject comes back; choices of another version that no longer fit are forgotten. */
  open(subject: PanelSubject): void {
    const saved = this.editor.getState() as Partial<Saved> | undefined;
    if (JSON.stringify(saved?.subject) === JSON.stringify(subject)) {
      this.view = restored((saved?.view ?? {}) as Readonly<Record<string, unknown>>);
    }
    this.subject = subject;
    this.save();
  }

  change(changes: Partial<ViewState>): void {
    this.view = { ...this.view, ...changes };
    this.save();
    for (const listener of this.listeners) listener();
  }

  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  private save(): void {
    if (this.subject) this.editor.setState({ subject: this.subject, view: this.view } satisfies Saved);
  }
}

function restored(saved: Readonly<Record<string, unknown>>): ViewState {
  const fitting = Object.entries(INITIAL).flatMap(([key, initial]: [string, unknown]) => {
    const value = saved[key];
    return initial === undefined || typeof value === typeof initial ? [[key, value ?? initial] as const] : [];
  });
  return { ...INITIAL, ...Object.fromEntries(fitting) };
}
