import * as vscode from 'vscode';
import { UserError } from '../../common/errors';

/** What was asked for needs a workspace that is trusted. */
export class UntrustedError extends UserError {}

/** @throws UntrustedError in Restricted Mode */
export function refuseUntrusted(): void {
  if (vscode.workspace.isTrusted) return;
  throw new UntrustedError(
    vscode.l10n.t('Runs are neither started nor steered in a workspace that you do not trust.'),
    vscode.l10n.t('Trust the workspace first.'),
  );
}
