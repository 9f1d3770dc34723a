import type { Answer, PageRequest, PanelSubject, RunUpdate } from '../../protocol/dashboard';
import { RunFolder } from '../../runs';
import { readPreviewTeacher } from './previewTeacher';
import { RunSession, type SessionContext } from './runSession';

/** Where files that a person asked for go. */
export interface Saving {
  /** Asks where to, then writes the pieces; false when the person changed their mind. */
  saveText(fileName: string, pieces: () => Iterable<string>): Promise<boolean>;
  saveBytes(fileName: string, bytes: Uint8Array): Promise<boolean>;
}

/** What one panel shows, answered from the run records. Knows nothing of the editor. */
export class PanelSession {
  private readonly runs: readonly RunSession[];

  constructor(
    private readonly subject: PanelSubject,
    private readonly context: SessionContext & { readonly saving: Saving },
  ) {
    this.runs = foldersOf(subject).map((folder) => new RunSession(new RunFolder(folder), context));
  }

  /**
   * Reads a piece of the records while the page is still on its way.
   *
   * @returns whether there is more to be read
   */
  readAhead(): boolean {
    return this.runs.some((run) => run.readAhead());
  }

  /** The page begins anew. */
  restart(): void {
    for (const run of this.runs) run.restart();
  }

  /** What surrounds the runs has changed. */
  refresh(): void {
    for (const run of this.runs) run.refresh();
  }

  /** What the page does not know yet, run by run: a record is read when its turn comes. */
  *poll(): Generator<RunUpdate, void> {
    for (const run of this.runs) {
      const increments = run.poll();
      if (increments.length > 0) yield { folder: run.folder.path, increments };
    }
  }

  async answer(request: PageRequest): Promise<Answer<PageRequest['name']>> {
    switch (request.name) {
      case 'savePicture':
        return this.context.saving.saveBytes(`${request.picture}.png`, request.png);
      case 'previewTeacher':
        return this.subject.kind === 'preview' ? readPreviewTeacher(this.subject.experiment) : null;
      case 'series':
      case 'probes':
      case 'snapshot':
      case 'classMeans':
      case 'sharedConfusions':
      case 'saveCsv':
        return this.answerOfRun(request);
    }
  }

  private async answerOfRun(
    request: Exclude<PageRequest, { name: 'savePicture' | 'previewTeacher' }>,
  ): Promise<Answer<PageRequest['name']>> {
    const { folder } = 'folder' in request ? request : {};
    const run = folder === undefined ? this.runs[0] : this.runs.find((each) => each.folder.path === folder);
    if (!run) return null;
    switch (request.name) {
      case 'series':
        return run.answerSeries(request);
      case 'probes':
        return run.probes();
      case 'snapshot':
        return run.snapshot(request);
      case 'classMeans':
        return run.classMeans(request);
      case 'sharedConfusions':
        return run.sharedConfusions(request);
      case 'saveCsv':
        return this.context.saving.saveText(`${run.folder.id}.csv`, () => run.csv());
    }
  }
}

/** The run folders that a subject shows. */
export function foldersOf(subject: PanelSubject): readonly string[] {
  switch (subject.kind) {
    case 'run':
      return [subject.folder];
    case 'compare':
      return subject.folders;
    case 'preview':
      return [];
  }
}
