import type { RunUpdate } from '../protocol/dashboard';
import { h, setShown } from './base/dom';
import { t } from './base/text';
import { type Tabs, tabs } from './base/tabs';
import type { Page, PageContext } from './page';
import { RunModel } from './pure/runModel';
import { Curves } from './views/curves';
import { DarkKnowledge } from './views/darkKnowledge';
import { Header } from './views/header';
import { LaterView } from './views/laterView';
import { Overview } from './views/overview';
import { ReportView } from './views/report';
import { SoftTargetsView } from './views/softTargets';
import type { RunContext } from './views/view';

/** The dashboard of one run. Only what is shown is updated, at most once a frame. */
export class RunPage implements Page {
  readonly element: HTMLElement;
  private readonly model = new RunModel();
  private readonly header: Header;
  private readonly views: ReadonlyMap<string, LaterView>;
  private readonly waiting = h('p', { class: 'empty' }, t('Reading the record…'));
  private readonly content = h('div', { class: 'content' });
  private readonly tabs: Tabs;
  private frame: number | undefined;

  constructor(private readonly context: PageContext) {
    const runContext: RunContext = { ...context, model: this.model };
    this.header = new Header(runContext);
    const views = [
      { id: 'overview', title: t('Overview'), view: new LaterView(() => new Overview(runContext)) },
      { id: 'curves', title: t('Curves'), view: new LaterView(() => new Curves(runContext)) },
      {
        id: 'softTargets',
        title: t('Soft targets'),
        view: new LaterView(() => new SoftTargetsView(runContext)),
      },
      { id: 'map', title: t('Dark knowledge'), view: new LaterView(() => new DarkKnowledge(runContext)) },
      { id: 'report', title: t('Report'), view: new LaterView(() => new ReportView(runContext)) },
    ];
    this.views = new Map(views.map(({ id, view }) => [id, view]));
    this.tabs = tabs(
      views.map(({ id, title, view }) => ({ id, title, element: view.element })),
      this.views.has(context.store.current.tab) ? context.store.current.tab : 'overview',
      (tab) => {
        context.store.change({ tab });
      },
    );
    this.content.append(this.tabs.element);
    setShown(this.content, 'hidden');
    this.element = h('div', { class: 'page' }, this.header.element, this.waiting, this.content);
  }

  apply({ increments }: RunUpdate): void {
    const isFirst = this.model.head === undefined;
    for (const increment of increments) this.model.apply(increment);
    // Nobody waits a frame for a page that is empty.
    if (isFirst) this.render();
    else this.update();
  }

  update(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.render();
    });
  }

  recolour(): void {
    for (const view of this.views.values()) view.recolour();
    this.update();
  }

  /** Whatever a frame was asked for is drawn with this. */
  private render(): void {
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    this.frame = undefined;
    const { head } = this.model;
    setShown(this.waiting, head ? 'hidden' : 'shown');
    if (!head) return;
    setShown(this.content, head.status === 'missing' ? 'hidden' : 'shown');
    this.header.update();
    this.tabs.select(this.context.store.current.tab);
    this.shownView()?.update();
  }

  private shownView(): LaterView | undefined {
    return this.views.get(this.context.store.current.tab) ?? this.views.get('overview');
  }
}
