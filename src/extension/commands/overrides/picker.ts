import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { truncate, visibleText } from '../../../common/text';
import { shownName, shownSentence, withoutIcons } from '../../base/shownText';
import { parseOverride, readExperiment } from '../../../experiment';
import { checkOverride, withOverride } from './check';
import { overridableFields, type OverridableField } from './fields';

type Item = vscode.QuickPickItem &
  (
    | { readonly does: 'run' }
    | { readonly does: 'add'; readonly override: string }
    | { readonly does: 'refuse' }
    | { readonly does: 'repeat'; readonly overrides: readonly string[] }
    | { readonly does: 'remove'; readonly override: string }
    | { readonly does: 'complete'; readonly field: OverridableField }
    | { readonly does: 'divide' }
  );

const LONGEST_VALUE = 60;

/** The overrides of the last run of each experiment file. */
function memoryKey(file: string): string {
  return `distillery.overrides:${file}`;
}

/** Asks for values that take the place of the file's. Undefined when the person would rather not run. */
export async function chooseOverrides(
  file: string,
  memory: vscode.Memento,
): Promise<readonly string[] | undefined> {
  const text = await readFile(file, 'utf8');
  const last = readableOnly(memory.get<unknown>(memoryKey(file)));
  const overrides = await new OverridePicker(file, text, last).ask();
  if (overrides !== undefined && overrides.length > 0) await memory.update(memoryKey(file), overrides);
  return overrides;
}

function readableOnly(remembered: unknown): string[] {
  if (!Array.isArray(remembered)) return [];
  return (remembered as readonly unknown[]).filter((entry) => typeof entry === 'string');
}

/** A quick pick in which one types `field=value`, as often as one likes, and then runs. */
class OverridePicker {
  private readonly picker = vscode.window.createQuickPick<Item>();
  private overrides: readonly string[] = [];
  private shown: 'offers' | 'typed' = 'offers';

  constructor(
    private readonly file: string,
    private readonly text: string,
    private readonly last: readonly string[],
  ) {
    this.picker.title = vscode.l10n.t('Run {0} with overrides', shownName(path.basename(file)));
    this.picker.placeholder = vscode.l10n.t('field=value, for example distillation.temperature=8');
    this.picker.matchOnDetail = true;
    this.picker.ignoreFocusOut = true;
  }

  ask(): Promise<readonly string[] | undefined> {
    const { picker } = this;
    this.show();
    return new Promise((resolve) => {
      picker.onDidChangeValue((value) => {
        // The offers are filtered by the picker itself; they change only when something is added or taken out.
        if (value.includes('=') || this.shown === 'typed') this.show();
      });
      picker.onDidAccept(() => {
        if (this.accept(picker.selectedItems[0]) === 'asked') return;
        resolve(this.overrides);
        picker.hide();
      });
      picker.onDidHide(() => {
        resolve(undefined);
        picker.dispose();
      });
      picker.show();
    });
  }

  private accept(item: Item | undefined): 'asked' | 'decided' {
    switch (item?.does) {
      case 'run':
        return 'decided';
      case 'repeat':
        this.overrides = item.overrides;
        return 'decided';
      case 'add':
        this.overrides = withOverride(this.overrides, item.override);
        this.write('');
        return 'asked';
      case 'remove':
        this.overrides = this.overrides.filter((override) => override !== item.override);
        this.write('');
        return 'asked';
      case 'complete':
        this.write(`${item.field.path}=${item.field.value ?? ''}`);
        return 'asked';
      case 'refuse':
      case 'divide':
      case undefined:
        return 'asked';
    }
  }

  private write(value: string): void {
    this.picker.value = value;
    this.show();
  }

  private show(): void {
    const typed = this.picker.value.trim();
    this.shown = typed.includes('=') ? 'typed' : 'offers';
    this.picker.items = this.shown === 'typed' ? [this.typedItem(typed)] : this.offers();
  }

  private typedItem(typed: string): Item {
    const check = checkOverride(this.text, this.file, this.overrides, typed);
    return check.ok
      ? {
          does: 'add',
          override: typed,
          label: `$(add) ${withoutIcons(shownName(typed))}`,
          description: vscode.l10n.t('Enter adds it'),
          alwaysShow: true,
        }
      : {
          does: 'refuse',
          label: `$(error) ${withoutIcons(shownName(typed))}`,
          detail: withoutIcons(shownSentence(check.message)),
          alwaysShow: true,
        };
  }

  private offers(): Item[] {
    const isEmpty = this.overrides.length === 0;
    const run: Item = {
      does: 'run',
      label: `$(play) ${vscode.l10n.t('Run')}`,
      description: withoutIcons(shownSentence(this.overrides.join('  '))),
    };
    const repeat: Item = {
      does: 'repeat',
      overrides: this.last,
      label: `$(history) ${vscode.l10n.t('Run as last time')}`,
      description: withoutIcons(shownSentence(this.last.join('  '))),
    };
    return [
      ...(isEmpty ? [] : [run]),
      ...(isEmpty && this.last.length > 0 ? [repeat] : []),
      ...this.overrides.map((override): Item => ({
        does: 'remove',
        override,
        label: `$(close) ${withoutIcons(shownName(override))}`,
        description: vscode.l10n.t('Enter takes it out'),
      })),
      { does: 'divide', label: vscode.l10n.t('Fields'), kind: vscode.QuickPickItemKind.Separator },
      ...this.fields().map((field): Item => ({
        does: 'complete',
        field,
        label: field.path,
        description:
          field.value === undefined ? '' : withoutIcons(truncate(visibleText(field.value), LONGEST_VALUE)),
        detail: field.description,
      })),
    ];
  }

  private fields(): OverridableField[] {
    const result = readExperiment(this.text, this.file, { overrides: this.overrides.map(parseOverride) });
    const fields = overridableFields(result.ok ? result.experiment : {});
    return fields.sort((a, b) => rankOf(a) - rankOf(b));
  }
}

/** Sections that people vary come before those that they set once. */
const SECTIONS = ['distillation', 'training', 'student', 'seeds', 'teacher', 'baseline', 'dataset'];

function rankOf({ path: field }: OverridableField): number {
  const rank = SECTIONS.findIndex((section) => field.startsWith(section));
  return rank < 0 ? SECTIONS.length : rank;
}
