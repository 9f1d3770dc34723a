import path from 'node:path';
import type { Command } from 'commander';
import type { Session } from '../session';

export interface FolderOptions {
  readonly folder?: string;
}

export function addFolderOption(command: Command): Command {
  return command.option(
    '--folder <path>',
    'where to look for runs: in its .distillery and those of the folders in it (default: the current folder)',
  );
}

export function folderOf(session: Session, options: FolderOptions): string {
  return path.resolve(session.workingFolder, options.folder ?? '.');
}
