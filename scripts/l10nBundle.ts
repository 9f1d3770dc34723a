import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** Which calls name texts for people, by the folder whose code makes them. */
const CALLS: Readonly<Record<string, RegExp>> = { extension: /(?:^|\.)l10n\.t$/, webview: /^t$/ };

/**
 * Every text that the extension's code hands to `vscode.l10n.t`, and the page's to `t`, as its own translation, in the order
 * of the alphabet.
 */
export function l10nBundle(root: string): Readonly<Record<string, string>> {
  const texts = Object.entries(CALLS).flatMap(([name, call]) => {
    const folder = path.join(root, 'src', name);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    return files.flatMap((file) => textsOf(path.join(folder, file), call));
  });
  return Object.fromEntries([...new Set(texts)].sort().map((text) => [text, text]));
}

function textsOf(file: string, call: RegExp): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && call.test(node.expression.getText(source))) {
      const [text] = node.arguments;
      if (text && ts.isStringLiteralLike(text)) texts.push(text.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
}
