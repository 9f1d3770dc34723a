import * as vscode from 'vscode';
import { WALKTHROUGH_ID } from '../contributions';
import type { Services } from '../services';
import type { Handlers } from './handlers';

/** Where people find help. */
export function helpingCommands({ context, log }: Services): Handlers<'openWalkthrough' | 'showOutput'> {
  return {
    openWalkthrough: () =>
      vscode.commands.executeCommand(
        'workbench.action.openWalkthrough',
        `${context.extension.id}#${WALKTHROUGH_ID}`,
        false,
      ),
    showOutput: () => {
      log.show();
    },
  };
}
