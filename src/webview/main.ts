import 'uplot/dist/uPlot.min.css';
import './styles/page.css';
import './styles/views.css';
import { messageOf } from '../common/errors';
import type { ExtensionMessage } from '../protocol/dashboard';
import { Channel, type EditorApi } from './base/channel';
import { registerControls } from './base/controls';
import { setTranslations } from './base/text';
import { onThemeChange } from './base/theme';
import { ViewStore } from './base/viewState';
import { openPage, type Page } from './page';

declare function acquireVsCodeApi(): EditorApi;

const editor = acquireVsCodeApi();
const store = new ViewStore(editor);
let page: Page | undefined;

function receive(message: Exclude<ExtensionMessage, { type: 'reply' }>): void {
  switch (message.type) {
    case 'open':
      setTranslations(message.translations);
      store.open(message.subject);
      page = openPage(message.subject, { channel, store });
      document.getElementById('page')?.replaceChildren(page.element);
      page.update();
      break;
    case 'update':
      page?.apply(message);
      break;
  }
}

/** What nobody caught is told once, and not again with every update that fails alike. */
function reportFirstFailure(): void {
  let isTold = false;
  const tell = (message: string): void => {
    if (isTold) return;
    isTold = true;
    channel.send({ type: 'failed', message });
  };
  window.addEventListener('error', ({ message }) => {
    tell(message);
  });
  window.addEventListener('unhandledrejection', ({ reason }) => {
    tell(messageOf(reason));
  });
}

const channel = new Channel(editor, receive);
reportFirstFailure();
// The extension answers while the rest is made ready.
channel.send({ type: 'ready' });
registerControls();
store.onChange(() => page?.update());
onThemeChange(() => page?.recolour());
