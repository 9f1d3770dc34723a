import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { messageOf } from '../../common/errors';
import type { ExtensionMessage, PageMessage, PanelSubject, RunUpdate } from '../../protocol/dashboard';
import { RunFolder, writeTextAtomic } from '../../runs';
import { DisposableStore } from '../base/disposables';
import { shownSentence, withoutLinks } from '../base/shownText';
import { soonInPieces } from '../base/soon';
import { pageHtml } from './html';
import { parsePageMessage } from './messages';
import { foldersOf, PanelSession, type Saving } from './panelSession';
import { RecordWatch } from './recordWatch';

/** One webview panel and the run record behind it. While it is hidden nothing is read and nothing is sent. */
export class DashboardPanel implements vscode.Disposable {
  private readonly disposables = new DisposableStore();
  private readonly session: PanelSession;
  private watch: RecordWatch | undefined;
  private telling: vscode.Disposable | undefined;
  private hasMoreToTell = false;
  private isReady = false;
  private said: string | undefined;

  constructor(
    readonly panel: vscode.WebviewPanel,
    readonly subject: PanelSubject,
    private readonly context: {
      readonly extensionUri: vscode.Uri;
      readonly openRun: (folder: string) => void;
      readonly onDispose: () => void;
    },
  ) {
    this.session = new PanelSession(subject, {
      isTrusted: () => vscode.workspace.isTrusted,
      saving: savingOf(subject),
    });
    panel.iconPath = vscode.Uri.joinPath(context.extensionUri, 'media', 'icon.png');
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: ['dist/webview', 'media'].map((path) =>
        vscode.Uri.joinPath(context.extensionUri, path),
      ),
    };
    this.disposables.add(
      panel.webview.onDidReceiveMessage((message: unknown) => {
        const parsed = parsePageMessage(message);
        if (parsed) void this.receive(parsed);
      }),
    );
    this.disposables.add(
      panel.onDidChangeViewState(() => {
        this.followVisibility();
      }),
    );
    this.disposables.add(
      panel.onDidDispose(() => {
        this.dispose();
      }),
    );
    this.disposables.add(
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.session.refresh();
      }),
    );
    panel.webview.html = this.html();
    // The editor loads the page meanwhile.
    if (panel.visible) {
      this.disposables.add(soonInPieces(() => this.session.readAhead()));
    }
  }

  reveal(): void {
    this.panel.reveal();
  }

  /** What is said of its runs may have changed. */
  refresh(): void {
    this.session.refresh();
  }

  dispose(): void {
    this.watch?.dispose();
    this.watch = undefined;
    this.stopTelling();
    this.disposables.dispose();
    this.context.onDispose();
  }

  private html(): string {
    const { webview, title } = this.panel;
    const file = (name: string): string =>
      webview
        .asWebviewUri(vscode.Uri.joinPath(this.context.extensionUri, 'dist', 'webview', name))
        .toString();
    return pageHtml({
      script: file('dashboard.js'),
      style: file('dashboard.css'),
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('base64'),
      language: vscode.env.language,
      title,
    });
  }

  private async receive(message: PageMessage): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.isReady = true;
        this.session.restart();
        this.send({ type: 'open', subject: this.subject, translations: translations() });
        this.followVisibility();
        break;
      case 'request':
        await this.reply(message);
        break;
      case 'action':
        if (this.shows(message.folder)) {
          await vscode.commands.executeCommand(`distillery.${message.action}`, { run: message.folder });
        }
        break;
      case 'openRun':
        if (this.shows(message.folder)) this.context.openRun(message.folder);
        break;
      case 'failed':
        this.sayNotAll(message.message);
        break;
    }
  }

  /** What fails with every update is said once. */
  private sayNotAll(why: string): void {
    if (why === this.said) return;
    this.said = why;
    void vscode.window.showErrorMessage(
      withoutLinks(vscode.l10n.t('The dashboard cannot show everything: {0}', shownSentence(why))),
    );
  }

  private shows(folder: string): boolean {
    return foldersOf(this.subject).includes(folder);
  }

  private async reply({ id, request }: Extract<PageMessage, { type: 'request' }>): Promise<void> {
    try {
      this.send({ type: 'reply', id, ok: true, answer: await this.session.answer(request) });
    } catch (error) {
      this.send({ type: 'reply', id, ok: false, error: messageOf(error) });
    }
  }

  private followVisibility(): void {
    this.watch?.dispose();
    this.watch = undefined;
    this.stopTelling();
    if (!this.panel.visible) {
      // The editor throws a hidden page away; the next one says that it is ready.
      this.isReady = false;
    } else if (this.isReady && this.subject.kind !== 'preview') {
      const folders = foldersOf(this.subject).map((folder) => new RunFolder(folder));
      this.watch = new RecordWatch(folders, () => {
        this.update();
      });
      this.update();
    }
  }

  /** Tells of one run after the other; many are many records, between which the window gets its turn. */
  private update(): void {
    if (this.telling) {
      this.hasMoreToTell = true;
      return;
    }
    this.hasMoreToTell = false;
    const updates = this.session.poll();
    this.telling = soonInPieces(() => {
      if (this.tellNext(updates)) return true;
      this.telling = undefined;
      if (this.hasMoreToTell) this.update();
      return false;
    });
  }

  /** A record that cannot be read is said to be so; the next change of it is told again. */
  private tellNext(updates: Iterator<RunUpdate>): boolean {
    try {
      const next = updates.next();
      if (next.done) return false;
      this.send({ type: 'update', ...next.value });
      return true;
    } catch (error) {
      this.sayNotAll(messageOf(error));
      return false;
    }
  }

  private stopTelling(): void {
    this.telling?.dispose();
    this.telling = undefined;
  }

  private send(message: ExtensionMessage): void {
    void this.panel.webview.postMessage(message);
  }
}

function translations(): Record<string, string> {
  return vscode.l10n.bundle ?? {};
}

/** Files are offered beside the records, in the folder of the experiment. */
function savingOf(subject: PanelSubject): Saving {
  const ask = async (fileName: string): Promise<vscode.Uri | undefined> => {
    const [folder] = foldersOf(subject);
    const directory = folder === undefined ? undefined : vscode.Uri.file(new RunFolder(folder).path);
    return vscode.window.showSaveDialog(
      directory ? { defaultUri: vscode.Uri.joinPath(directory, '..', '..', '..', fileName) } : {},
    );
  };
  return {
    saveText: async (fileName, pieces) => {
      const target = await ask(fileName);
      if (!target) return false;
      await writeTextAtomic(target.fsPath, pieces());
      return true;
    },
    saveBytes: async (fileName, bytes) => {
      const target = await ask(fileName);
      if (!target) return false;
      await vscode.workspace.fs.writeFile(target, bytes);
      return true;
    },
  };
}
