import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { pageHtml } from '../../../src/extension/dashboard/html';
import { parsePageMessage } from '../../../src/extension/dashboard/messages';
import { foldersOf, PanelSession } from '../../../src/extension/dashboard/panelSession';
import { RecordWatch } from '../../../src/extension/dashboard/recordWatch';
import type { ExtensionMessage, PageMessage, PanelSubject } from '../../../src/protocol/dashboard';
import { RunFolder } from '../../../src/runs';
import { type ThemeName, THEMES } from './themes';

const BUNDLE = path.join(import.meta.dirname, '..', '..', '..', 'dist', 'webview');
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = ['--disable-gpu', '--disable-background-networking', '--no-first-run', '--disable-sync'];

/** The same browser as for the other tests that need one. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env['DISTILLERY_CHROMIUM'] ?? BROWSERS.find((file) => fs.existsSync(file));
  assert.ok(executablePath, 'These tests need Chromium: install it, or name it in DISTILLERY_CHROMIUM.');
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args: [...FLAGS, ...sandbox] });
}

export interface PageOptions {
  readonly subject: PanelSubject;
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** What `getState` returns at first, as after a reload. */
  readonly state?: unknown;
  /** What the page does before all else. */
  readonly script?: string;
}

/**
 * The dashboard's page alone in a browser, with the policy that it has in the editor. Behind it is the real session on a
 * real record; between them this class stands for the editor.
 */
export class DashboardPage {
  readonly problems: string[] = [];
  readonly sent: PageMessage[] = [];
  readonly saved = new Map<string, string | Uint8Array>();
  state: unknown;
  private mayAnswer = Promise.resolve();
  private unanswered = 0;

  private constructor(
    readonly page: Page,
    private readonly session: PanelSession,
    private readonly subject: PanelSubject,
    private readonly server: http.Server,
  ) {}

  static async open(browser: Browser, options: PageOptions): Promise<DashboardPage> {
    const { theme = 'dark', width = 1000, height = 900 } = options;
    const server = await serve(theme);
    const page = await browser.newPage({
      viewport: { width, height },
      locale: 'en-US',
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
    });
    const saved = new Map<string, string | Uint8Array>();
    const session = new PanelSession(options.subject, {
      isTrusted: () => true,
      saving: {
        saveText: (name, pieces) => {
          saved.set(name, [...pieces()].join(''));
          return Promise.resolve(true);
        },
        saveBytes: (name, bytes) => {
          saved.set(name, bytes);
          return Promise.resolve(true);
        },
      },
    });
    const opened = new DashboardPage(page, session, options.subject, server);
    for (const [name, content] of saved) opened.saved.set(name, content);
    opened.state = options.state;
    await opened.connect();
    if (options.script !== undefined) await page.addInitScript({ content: options.script });
    const { port } = server.address() as AddressInfo;
    const loaded = page.goto(`http://127.0.0.1:${port}/`);
    const readAhead = (): void => {
      if (session.readAhead()) setImmediate(readAhead);
    };
    setImmediate(readAhead);
    await loaded;
    return Object.assign(opened, { saved });
  }

  /** Tells the page what it does not know yet, as the editor does several times a second. */
  async poll(): Promise<void> {
    for (const update of this.session.poll()) await this.send({ type: 'update', ...update });
  }

  /** Tells the page what is new as soon as the editor would, until the returned function is called. */
  follow(): () => void {
    let telling = Promise.resolve();
    const watch = new RecordWatch(
      foldersOf(this.subject).map((folder) => new RunFolder(folder)),
      () => {
        telling = telling.then(() => this.poll());
      },
    );
    return () => {
      watch.dispose();
    };
  }

  /** From now on nothing is answered, until the returned function is called. */
  holdAnswers(): () => void {
    let release = (): void => undefined;
    this.mayAnswer = new Promise((released) => {
      release = released;
    });
    return release;
  }

  async send(message: ExtensionMessage): Promise<void> {
    await this.page.evaluate((text) => {
      (globalThis as unknown as { receiveFromHost(text: string): void }).receiveFromHost(text);
    }, encode(message));
  }

  async tab(name: string): Promise<void> {
    await this.page.locator('vscode-panel-tab', { hasText: name }).click();
  }

  /** Waits for the page to say something. */
  async said(what: string, is: (message: PageMessage) => boolean): Promise<void> {
    await this.until(what, () => this.sent.some(is));
  }

  /** Waits for a condition, frame by frame. */
  async until(what: string, holds: () => boolean | Promise<boolean>, timeout = 20_000): Promise<void> {
    const end = Date.now() + timeout;
    while (!(await holds())) {
      assert.ok(Date.now() < end, `Waited in vain for ${what}.`);
      await this.settled();
    }
  }

  /** Changes the editor's theme in place, as the editor does, and some of its colours as a person's settings do. */
  async switchTheme(theme: ThemeName, customized: Readonly<Record<string, string>> = {}): Promise<void> {
    const { bodyClass, variables } = THEMES[theme];
    const style = Object.entries({ ...variables, ...customized }).map(
      ([name, value]) => `--vscode-${name}: ${value}`,
    );
    await this.page.evaluate(`
      document.body.className = ${JSON.stringify(bodyClass)};
      document.documentElement.style.cssText = ${JSON.stringify(style.join(';'))};
    `);
  }

  /** Two frames later everything that was asked for is drawn. */
  async settled(): Promise<void> {
    await this.page.evaluate(
      'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 30))))',
    );
  }

  /** All of the page as a PNG, two frames later. */
  async glance(): Promise<Buffer> {
    await this.settled();
    return this.page.screenshot({ fullPage: true, caret: 'hide', animations: 'disabled' });
  }

  /** All of the page as a PNG, once two pictures in a row are the same, and nothing is asked. */
  async picture(): Promise<Buffer> {
    let latest = await this.glance();
    await this.until('a page at rest', async () => {
      const before = latest;
      latest = await this.glance();
      return latest.equals(before) && this.unanswered === 0;
    });
    return latest;
  }

  async close(): Promise<void> {
    await this.page.close();
    await new Promise((closed) => this.server.close(closed));
  }

  private async connect(): Promise<void> {
    const { page } = this;
    page.on('pageerror', (error) => this.problems.push(String(error.stack ?? error)));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.problems.push(message.text());
    });
    await page.exposeFunction('sendToHost', (text: string) => this.receive(decode(text)));
    await page.exposeFunction('saveState', (text: string) => {
      this.state = JSON.parse(text);
    });
    await page.exposeFunction('reportViolation', (text: string) => this.problems.push(text));
    await page.addInitScript({ content: bridge(this.state) });
  }

  private async receive(value: unknown): Promise<void> {
    const message = parsePageMessage(value);
    assert.ok(message, `The page said something that it may not say: ${JSON.stringify(value)}`);
    this.sent.push(message);
    if (message.type === 'ready') {
      this.session.restart();
      const opened = this.send({ type: 'open', subject: this.subject, translations: {} });
      await Promise.all([opened, this.poll()]);
    } else if (message.type === 'request') {
      this.unanswered++;
      await this.mayAnswer;
      const answer = await this.session.answer(message.request);
      await this.send({ type: 'reply', id: message.id, ok: true, answer });
      this.unanswered--;
    }
  }
}

async function serve(theme: ThemeName): Promise<http.Server> {
  const { bodyClass, variables } = THEMES[theme];
  const style = Object.entries(variables).map(([name, value]) => `--vscode-${name}: ${value};`);
  const server = http.createServer((request, response) => {
    const name = path.basename(request.url ?? '/');
    if (name === 'theme.css') {
      response.setHeader('Content-Type', 'text/css').end(`html { ${style.join(' ')} }`);
    } else if (name === 'dashboard.js' || name === 'dashboard.css') {
      response.setHeader('Content-Type', name.endsWith('.js') ? 'text/javascript' : 'text/css');
      response.end(fs.readFileSync(path.join(BUNDLE, name)));
    } else if (name === '') {
      const origin = `http://${request.headers.host ?? ''}`;
      const html = pageHtml({
        script: `${origin}/dashboard.js`,
        style: `${origin}/dashboard.css`,
        cspSource: origin,
        nonce: 'bm9uY2UgZm9yIHRlc3Rz',
        language: 'en',
        title: 'Dashboard',
      });
      response
        .setHeader('Content-Type', 'text/html')
        .end(
          html
            .replace('<body>', `<body class="${bodyClass}">`)
            .replace('<link ', `<link rel="stylesheet" href="${origin}/theme.css"><link `),
        );
    } else {
      response.writeHead(name === 'favicon.ico' ? 204 : 404).end();
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}

/** What the editor puts into a page, and typed arrays across the JSON of the browser's driver. */
function bridge(state: unknown): string {
  return `{
    let state = ${state === undefined ? 'undefined' : JSON.stringify(state)};
    const encode = ${encode.toString()};
    const decode = ${decode.toString()};
    globalThis.acquireVsCodeApi = () => ({
      postMessage: (message) => void sendToHost(encode(message)),
      getState: () => state,
      setState: (next) => { state = next; void saveState(JSON.stringify(next)); },
    });
    globalThis.receiveFromHost = (text) => window.postMessage(decode(text), '*');
    document.addEventListener('securitypolicyviolation', (event) =>
      void reportViolation('policy: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample));
  }`;
}

function encode(message: unknown): string {
  return JSON.stringify(message, (_key, value: unknown) => {
    if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) };
    if (!ArrayBuffer.isView(value) || value instanceof DataView) return value;
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    let characters = '';
    for (let at = 0; at < bytes.length; at += 8192) {
      characters += String.fromCharCode(...bytes.subarray(at, at + 8192));
    }
    return { $array: value.constructor.name, base64: btoa(characters) };
  });
}

function decode(text: string): unknown {
  const constructors = { Float32Array, Float64Array, Int32Array, Uint8Array, Buffer: Uint8Array };
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('$number' in value) return Number(value.$number);
    if (!('$array' in value) || !('base64' in value)) return value;
    const characters = atob(String(value.base64));
    const bytes = new Uint8Array(characters.length);
    for (let at = 0; at < bytes.length; at++) bytes[at] = characters.charCodeAt(at);
    return new constructors[value.$array as keyof typeof constructors](bytes.buffer);
  });
}
