import { checkbox } from '../base/controls';
import { h, setChildren, setShown } from '../base/dom';
import { t } from '../base/text';
import { roleOf, type StageModel } from '../pure/runModel';
import { groupName, stageGroups } from './curveLines';
import type { RunContext } from './view';

/** Which networks are drawn, each with its colour, and whether seeds are drawn as one. */
export class CurvesLegend {
  readonly element = h('div', { class: 'legend', role: 'group', 'aria-label': t('Networks shown') });
  readonly seedChoice: HTMLElement;
  private shown = '';

  constructor(private readonly store: RunContext['store']) {
    this.seedChoice = checkbox(t('Seeds together'), store.current.seeds === 'together', (checked) => {
      store.change({ seeds: checked ? 'together' : 'single' });
    });
  }

  /** @param drawable networks of which there is something to draw, or will be: the place of each is there from the start */
  update(drawable: readonly StageModel[]): void {
    const { store } = this;
    const groups = stageGroups(drawable, (stage) => stage, store.current.seeds);
    const names = groups.map((group) => groupName(group));
    if (names.join() === this.shown) return;
    this.shown = names.join();
    const hasSeeds = stageGroups(drawable, (stage) => stage, 'together').length < drawable.length;
    setShown(this.seedChoice, hasSeeds ? 'shown' : 'hidden');
    setChildren(this.element, ...groups.map((group, index) => this.entry(group, names[index] ?? '')));
  }

  private entry(group: readonly StageModel[], name: string): HTMLElement {
    const { store } = this;
    const keys: readonly string[] = group.map(({ head }) => head.stage);
    const isShown = keys.some((key) => !store.current.hiddenSeries.includes(key));
    const box = checkbox(name, isShown, (checked) => {
      const others = store.current.hiddenSeries.filter((hidden) => !keys.includes(hidden));
      store.change({ hiddenSeries: checked ? others : [...others, ...keys] });
    });
    const [first] = group;
    box.classList.add('legend-entry', `role-${(first && roleOf(first.head.stage)) ?? 'other'}`);
    return box;
  }
}
