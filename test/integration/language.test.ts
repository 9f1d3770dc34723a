import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { activateExtension } from './support/extension';
import { until } from './support/until';
import { closeEditors, digitsExperiment, writeInWorkspace } from './support/workspace';

const sound = `{
  "name": "language",
  "dataset": { "format": "csv", "train": "../digits.csv.gz", "test": 0.2 },
  "teacher": { "model": { "type": "mlp" } },
  "student": { "model": { "type": "mlp", "hidden": [8] } },
  "distillation": { "method": "hinton", "temperature": 4 },
  "seeds": [1]
}
`;

let count = 0;

async function open(text: string): Promise<vscode.TextEditor> {
  const file = await writeInWorkspace(`language/test${++count}.distill.json`, text);
  return vscode.window.showTextDocument(file);
}

function rangeOf({ document }: vscode.TextEditor, words: string): vscode.Range {
  const offset = document.getText().indexOf(words);
  assert.ok(offset >= 0, words);
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + words.length));
}

function inside(editor: vscode.TextEditor, words: string): vscode.Position {
  return rangeOf(editor, words).start.translate(0, 2);
}

async function replace(editor: vscode.TextEditor, words: string, by: string): Promise<void> {
  const range = rangeOf(editor, words);
  assert.ok(
    await editor.edit((edit) => {
      edit.replace(range, by);
    }),
  );
}

function problemsOf({ document }: vscode.TextEditor): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri);
}

/** Waits for so many problems, and gives them. */
function problems(editor: vscode.TextEditor, wanted: number): Promise<vscode.Diagnostic[]> {
  return until(`${wanted} problems`, () => {
    const found = problemsOf(editor);
    return found.length === wanted && found;
  });
}

function actions(editor: vscode.TextEditor, range: vscode.Range): Thenable<vscode.CodeAction[]> {
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', editor.document.uri, range);
}

async function lenses({ document }: vscode.TextEditor): Promise<vscode.CodeLens[]> {
  return vscode.commands.executeCommand('vscode.executeCodeLensProvider', document.uri, 100);
}

function titled(all: readonly vscode.CodeLens[], title: RegExp): vscode.CodeLens | undefined {
  return all.find(({ command }) => title.test(command?.title ?? ''));
}

async function labels(editor: vscode.TextEditor, position: vscode.Position): Promise<string[]> {
  const list: vscode.CompletionList = await vscode.commands.executeCommand(
    'vscode.executeCompletionItemProvider',
    editor.document.uri,
    position,
  );
  return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
}

async function hover(editor: vscode.TextEditor, position: vscode.Position): Promise<string> {
  const hovers: vscode.Hover[] = await vscode.commands.executeCommand(
    'vscode.executeHoverProvider',
    editor.document.uri,
    position,
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content as vscode.MarkdownString).value)
    .join('\n');
}

describe("The experiment file's language", () => {
  before(activateExtension);
  afterEach(closeEditors);

  it('tells a problem once, where it is, and mends it', async () => {
    const editor = await open(sound.replace('"temperature"', '"temprature"'));
    const [problem] = await problems(editor, 1);
    assert.ok(problem);
    assert.equal(problem.source, 'Distillery');
    assert.equal(problem.severity, vscode.DiagnosticSeverity.Error);
    assert.deepEqual(problem.range, rangeOf(editor, '"temprature"'));
    const fix = (await actions(editor, problem.range)).find(({ title }) => title.includes('"temperature"'));
    assert.ok(fix?.edit);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.equal(editor.document.getText(), sound);
    await problems(editor, 0);
  });

  it('tells what contradicts across fields, and of files that are not there', async () => {
    const editor = await open(
      sound
        .replace('../digits.csv.gz', 'nowhere.npz')
        .replace(
          '"seeds"',
          '"baseline": { "method": "labels" },\n  "training": { "keep": "best" },\n  "seeds"',
        )
        .replace('0.2', '0.2, "validation": 0'),
    );
    const found = await problems(editor, 2);
    assert.deepEqual(found.map(({ range }) => editor.document.getText(range)).sort(), [
      '"best"',
      '"nowhere.npz"',
    ]);
    const titles = (await actions(editor, rangeOf(editor, 'nowhere.npz'))).map(({ title }) => title);
    assert.ok(titles.includes('Pick a file…'), titles.join());
    assert.ok(titles.includes('Create an empty nowhere.npz'), titles.join());
  });

  it('notices that a missing file has come', async () => {
    const editor = await open(sound.replace('../digits.csv.gz', 'late.csv'));
    await problems(editor, 1);
    const late = await writeInWorkspace('language/late.csv', '1,2\n');
    await problems(editor, 0);
    await vscode.workspace.fs.delete(late);
    await problems(editor, 1);
  });

  it('tells of broken syntax once', async () => {
    const editor = await open(sound.replace('"seeds"', '"seeds" "x"'));
    await until('a problem', () => problemsOf(editor).length > 0);
    const lines = problemsOf(editor).map(({ range }) => range.start.line);
    assert.equal(new Set(lines).size, 1);
  });

  it('offers three seeds', async () => {
    const editor = await open(sound);
    const found = await actions(editor, rangeOf(editor, '"seeds"'));
    const action = found.find(({ title }) => title.includes('[1, 2, 3]'));
    assert.ok(action?.edit);
    assert.ok(await vscode.workspace.applyEdit(action.edit));
    assert.match(editor.document.getText(), /"seeds": \[1, 2, 3\]/);
  });

  it('has lenses that follow edits and survive broken text', async () => {
    const editor = await open(sound);
    const first = await lenses(editor);
    for (const title of [/Run$/, /^Train teacher$/, /^Baseline$/, /^Preview soft targets$/]) {
      assert.equal(titled(first, title)?.range.start.line, 0, String(title));
    }
    const preview = titled(first, /T = 4/);
    assert.deepEqual(preview?.range.start, rangeOf(editor, '"temperature"').start);
    assert.equal(preview.command?.command, 'distillery.previewSoftTargets');
    assert.ok(titled(first, /1 student and 1 baseline/));
    assert.equal(titled(first, /Not trained/)?.range.start.line, rangeOf(editor, '"teacher"').start.line);

    await replace(editor, '"temperature": 4', '"temperature": 12');
    await replace(editor, '  "teacher"', '\n\n  "teacher"');
    const second = await lenses(editor);
    assert.deepEqual(titled(second, /T = 12/)?.range.start, rangeOf(editor, '"temperature"').start);
    assert.deepEqual(titled(second, /Not trained/)?.range.start, rangeOf(editor, '"teacher"').start);

    await replace(editor, '"test": 0.2 }', '"test": ');
    assert.ok(titled(await lenses(editor), /Run$/));
  });

  it('has no lenses where they are turned off', async () => {
    const editor = await open(sound);
    const settings = vscode.workspace.getConfiguration('distillery');
    await settings.update('codeLens.enabled', false, vscode.ConfigurationTarget.Global);
    try {
      assert.deepEqual(await lenses(editor), []);
    } finally {
      await settings.update('codeLens.enabled', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('completes fields, kinds and words', async () => {
    const editor = await open(sound.replace('"hidden": [8]', '"hidden": [8], ""'));
    const fields = await until('completion', async () => {
      const found = await labels(editor, rangeOf(editor, '""').start.translate(0, 1));
      return found.includes('activation') && found;
    });
    assert.ok(fields.includes('dropout') && !fields.includes('kernelSize'), fields.join());
    const methods = await labels(editor, inside(editor, '"hinton"'));
    assert.ok(
      methods.some((label) => label.includes('label-smoothing')),
      methods.join(),
    );
  });

  it('completes paths', async () => {
    const editor = await open(sound.replace('../digits.csv.gz', '../'));
    const found = await labels(editor, rangeOf(editor, '../').end);
    assert.ok(found.includes('digits.csv.gz') && found.includes('language'), found.join());
  });

  it('explains a field: what it is, its range and its default', async () => {
    const editor = await open(sound);
    const text = await until('hover', async () => {
      const found = await hover(editor, inside(editor, '"temperature"'));
      return found !== '' && found;
    });
    for (const part of ['Higher temperatures', 'from 0.1 to 100', '4', 'Hinton 2015']) {
      assert.ok(text.replaceAll('&nbsp;', ' ').includes(part), text);
    }
  });

  it('links to the files that it names', async () => {
    const editor = await open(sound);
    const links: vscode.DocumentLink[] = await vscode.commands.executeCommand(
      'vscode.executeLinkProvider',
      editor.document.uri,
    );
    const link = links.find(({ target }) => target?.path.endsWith('/digits.csv.gz'));
    assert.deepEqual(link?.range, rangeOf(editor, '../digits.csv.gz'));
  });

  it('says nothing of the example', async () => {
    const editor = await vscode.window.showTextDocument(digitsExperiment());
    await lenses(editor);
    assert.deepEqual(
      problemsOf(editor).filter(({ source }) => source === 'Distillery'),
      [],
    );
  });
});
