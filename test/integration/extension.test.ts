import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { activateExtension, extensionFolder } from './support/extension';
import { digitsExperiment } from './support/workspace';

describe('The extension in VS Code', () => {
  it('is activated', async () => {
    await activateExtension();
    assert.equal(vscode.extensions.getExtension('distillery.distillery')?.isActive, true);
    assert.equal(vscode.Uri.file(extensionFolder()).scheme, 'file');
  });

  it('has experiment files edited as JSON with comments', async () => {
    const document = await vscode.workspace.openTextDocument(digitsExperiment());
    assert.equal(document.languageId, 'jsonc');
  });
});
