import * as vscode from 'vscode';

/** Called once, when an experiment file is opened or a command is used. */
export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(vscode.window.createOutputChannel('Distillery', { log: true }));
}
