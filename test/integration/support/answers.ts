type Asking =
  'showQuickPick' | 'showInputBox' | 'showWarningMessage' | 'showInformationMessage' | 'showOpenDialog';

/**
 * Answers what the extension asks while `action` runs, in the person's stead. The extension is an ES module, and VS Code 1.100 hands
 * those another API object than tests, which are CommonJS; a dynamic import gets that of the extension.
 */
export async function answering<Result>(
  answers: Readonly<Partial<Record<Asking, (...words: readonly unknown[]) => unknown>>>,
  action: () => PromiseLike<Result>,
): Promise<Result> {
  const { window: shared } = await import('vscode');
  const window = shared as unknown as Record<string, unknown>;
  const originals = Object.keys(answers).map((name) => [name, window[name]] as const);
  for (const [name, answer] of Object.entries(answers)) {
    window[name] = (...words: readonly unknown[]) => Promise.resolve(answer(...words));
  }
  try {
    return await action();
  } finally {
    for (const [name, original] of originals) window[name] = original;
  }
}
