import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { root } from '../../../scripts/steps.mjs';

export const SCREENSHOTS = path.join(root, 'out', 'screenshots');

const THEMES = [
  { name: 'light', shownAs: 'vs' },
  { name: 'dark', shownAs: 'vs-dark' },
] as const;

/** Makes the colour theme that of the person's system, as {@link Workbench.picture} needs it. */
export const THEME_SETTINGS = {
  'window.autoDetectColorScheme': true,
  'workbench.preferredLightColorTheme': 'Default Light Modern',
  'workbench.preferredDarkColorTheme': 'Default Dark Modern',
};

const PALETTE_TIMEOUT = 10_000;

/** A window of VS Code, as a person sees and uses it. */
export class Workbench {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Waits until VS Code is there and knows the extension. */
  async ready(): Promise<void> {
    await this.activityIcon.waitFor({ timeout: 60_000 });
    await this.page.locator('#workbench\\.parts\\.statusbar .statusbar-item').first().waitFor();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /**
   * Whether the browser's databases, where VS Code writes now and then what a reload restores, hold all of these words, as they are in
   * JSON.
   */
  async remembers(...words: readonly string[]): Promise<boolean> {
    const kept = JSON.stringify(await this.page.context().storageState({ indexedDB: true }));
    const plain = kept.replaceAll('\\', '');
    return words.every((word) => plain.includes(word));
  }

  /** The button of the Activity Bar that opens the extension's views. */
  get activityIcon(): Locator {
    return this.page.locator('.activitybar').getByRole('tab', { name: 'Distillery' });
  }

  /** Opens the extension's views; a click while VS Code is about to restore them closes them, so that it takes another. */
  async openSidebar(): Promise<void> {
    const header = this.page.locator('.sidebar .pane-header', { hasText: 'Runs' });
    while (!(await header.isVisible())) {
      await this.activityIcon.click();
      await header.waitFor({ timeout: 5_000 }).catch(() => undefined);
    }
  }

  /** The rows of one of the extension's views. */
  rows(view: 'Experiments' | 'Runs'): Locator {
    return this.page.locator('.sidebar .pane', { has: this.#viewHeader(view) }).getByRole('treeitem');
  }

  /** A run's row, by a part of what it says. */
  runRow(text: string | RegExp): Locator {
    return this.rows('Runs').filter({ hasText: text }).first();
  }

  #viewHeader(view: string): Locator {
    return this.page.locator(`.pane-header[aria-label^="${view}"]`);
  }

  /** Runs a command from the palette, by its full title. A view that has just opened may take the focus from the palette. */
  async command(title: string, attempts = 3): Promise<void> {
    await this.page.keyboard.press('F1');
    try {
      await this.quickInput.fill(`>${title}`, { timeout: PALETTE_TIMEOUT });
      await this.option(title).first().click({ timeout: PALETTE_TIMEOUT });
    } catch (problem) {
      if (attempts === 1) throw problem;
      await this.page.keyboard.press('Escape');
      await this.command(title, attempts - 1);
    }
  }

  /** Runs a command that asks what it is about, as more than one thing is, and takes the first answer that is offered. */
  async commandOnFirst(title: string): Promise<void> {
    await this.command(title);
    await this.page.locator('.quick-input-widget .quick-input-title').waitFor();
    await this.page.locator('.quick-input-list .monaco-list-row').first().click();
    const accept = this.page.locator('.quick-input-widget').getByRole('button', { name: 'OK' });
    if (await accept.isVisible()) await accept.click();
  }

  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget .quick-input-box input');
  }

  /** What the palette or a quick pick offers under this name. */
  option(name: string): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row', { hasText: name });
  }

  quickInputButton(name: string): Locator {
    return this.page.locator('.quick-input-widget').getByRole('button', { name });
  }

  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    await this.quickInput.fill(name);
    await this.option(name).first().click();
    await this.editor(name).waitFor();
  }

  /** The text editor in front, if it shows this file. */
  editor(name: string): Locator {
    return this.page.locator(`.editor-instance .monaco-editor[data-uri$="${name}"]`);
  }

  editorTab(name: string): Locator {
    return this.page.locator('.tabs-container').getByRole('tab', { name });
  }

  /** A CodeLens of the editor in front, by a part of its title. */
  codeLens(title: string | RegExp): Locator {
    return this.page.locator('.codelens-decoration a', { hasText: title });
  }

  /** Selects text in the editor in front, by searching for it. */
  async select(text: string): Promise<void> {
    await this.page.keyboard.press('Control+F');
    const find = this.page.locator(
      '.find-widget.visible textarea[aria-label="Find"], .find-widget.visible .find-part .input',
    );
    await find.first().fill(text);
    await this.page.locator('.find-widget .matchesCount', { hasText: /^[?1] of [1-9]/ }).waitFor();
    await this.page.keyboard.press('Escape');
  }

  /** Replaces the selection; what completion proposes meanwhile is not taken. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.insertText(text);
    await this.page.keyboard.press('Escape');
  }

  async save(): Promise<void> {
    await this.page.keyboard.press('Control+S');
    await this.page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
  }

  /** Takes what the light bulb offers at the cursor, by a part of its title. */
  async quickFix(title: string | RegExp): Promise<void> {
    await this.page.keyboard.press('Control+.');
    await this.page.locator('.action-widget .monaco-list-row', { hasText: title }).first().click();
  }

  /**
   * Takes an item of a row's context menu, which heeds no press shorter than a person's. A dashboard that opens meanwhile closes
   * the menu, which is then opened again.
   */
  async takeFromMenu(row: Locator, title: string, attempts = 5): Promise<void> {
    await row.click({ button: 'right', delay: 200 });
    const item = this.page.getByRole('menuitem', { name: title });
    try {
      await item.click({ delay: 200, timeout: 5_000 });
    } catch (problem) {
      if (attempts === 1) throw problem;
      await this.page.keyboard.press('Escape');
      await this.takeFromMenu(row, title, attempts - 1);
    }
  }

  /** The button of a modal dialog or of a notification. */
  button(name: string): Locator {
    return this.page
      .locator('.monaco-dialog-box, .notifications-center')
      .getByRole('button', { name, exact: true });
  }

  get errors(): Locator {
    return this.page.locator('.monaco-editor .squiggly-error');
  }

  /** Opens the notification centre: toasts come and go by a clock of their own. */
  async openNotifications(): Promise<void> {
    if (!(await this.#notificationCentre.isVisible())) await this.#bell.click();
  }

  /** Clears all notifications and closes their centre. */
  async clearNotifications(): Promise<void> {
    await this.openNotifications();
    const clear = this.#notificationCentre.getByRole('button', { name: 'Clear All Notifications' });
    if (await clear.isEnabled()) await clear.click();
    else await this.#bell.click();
    await this.#notificationCentre.waitFor({ state: 'hidden' });
  }

  get #bell(): Locator {
    return this.page.locator('#status\\.notifications');
  }

  get #notificationCentre(): Locator {
    return this.page.locator('.notifications-center.visible');
  }

  /** A notification in the centre, by a part of its text. */
  notification(text: string | RegExp): Locator {
    return this.notifications(text).first();
  }

  notifications(text: string | RegExp): Locator {
    return this.page.locator('.notifications-center .notification-list-item', { hasText: text });
  }

  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('#workbench\\.parts\\.statusbar .statusbar-item', { hasText: text });
  }

  /** Opens a run's dashboard by its row; a click while the list changes only selects it, so that it takes another. */
  async openRun(row: Locator): Promise<void> {
    const panel = this.page.locator('iframe.webview.ready').first();
    do {
      await row.click();
      await panel.waitFor({ timeout: 5_000 }).catch(() => undefined);
    } while (!(await panel.isVisible()));
  }

  /** The content of the webview in front. */
  get webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  }

  /** Opens a view of the dashboard in front, and takes its picture. */
  async pictureOfTab(title: string, name: string): Promise<void> {
    const tab = this.webview.locator('vscode-panel-tab', { hasText: title });
    await tab.click();
    await this.webview.locator('[aria-busy="true"]:visible').first().waitFor({ state: 'detached' });
    await this.picture(
      name,
      this.webview.locator('vscode-panel-tab[aria-selected="true"]', { hasText: title }),
    );
  }

  /** Leaves pictures of what the person sees, if the test that has just ended has failed. */
  async pictureOfFailure({ currentTest }: Mocha.Context, name: string): Promise<void> {
    if (currentTest?.state !== 'failed') return;
    await this.picture(`${name}-failed`);
    await this.page.keyboard.press('Escape');
    await this.openNotifications();
    await this.picture(`${name}-failed-notifications`);
  }

  /** Takes the window's picture in the light and in the dark theme, as soon as it shows what it is about. */
  async picture(name: string, subject?: Locator): Promise<void> {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await this.page.mouse.move(720, 899);
    for (const { name: theme, shownAs } of THEMES) {
      await this.page.emulateMedia({ colorScheme: theme });
      await this.page.locator(`.monaco-workbench.${shownAs}`).waitFor();
      await subject?.waitFor();
      await this.page.screenshot({
        path: path.join(SCREENSHOTS, `${name}-${theme}.png`),
        animations: 'disabled',
      });
    }
  }
}
