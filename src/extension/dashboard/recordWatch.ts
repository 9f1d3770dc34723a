import { type FSWatcher, watch } from 'node:fs';
import type { RunFolder } from '../../runs';

/** Often enough where the file system tells nothing: on some network drives. And a crash changes no file. */
const POLL_MILLISECONDS = 250;
/** What is written together is told together. */
const TOGETHER_MILLISECONDS = 15;

/** Calls back whenever a run record may have changed, as soon as the file system tells, and several times a second anyway. */
export class RecordWatch {
  private readonly watchers: readonly FSWatcher[];
  private readonly timer: NodeJS.Timeout;
  private due: NodeJS.Timeout | undefined;

  constructor(
    folders: readonly RunFolder[],
    private readonly onChange: () => void,
  ) {
    this.watchers = folders.flatMap((folder) => this.watchFolder(folder));
    this.timer = setInterval(onChange, POLL_MILLISECONDS);
  }

  dispose(): void {
    clearInterval(this.timer);
    clearTimeout(this.due);
    for (const watcher of this.watchers) watcher.close();
  }

  private watchFolder({ path }: RunFolder): FSWatcher[] {
    try {
      const watcher = watch(path, () => {
        this.due ??= setTimeout(() => {
          this.due = undefined;
          this.onChange();
        }, TOGETHER_MILLISECONDS);
      });
      watcher.on('error', () => {
        watcher.close();
      });
      return [watcher];
    } catch {
      // The folder is missing, or cannot be watched: there is the timer.
      return [];
    }
  }
}
