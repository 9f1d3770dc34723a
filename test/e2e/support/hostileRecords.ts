import { randomFillSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RunFolder } from '../../../src/runs';

/** Names that would do something if anything took them for more than text. */
export const HOSTILE_NAMES = {
  html: '<img src=x onerror="globalThis.harmed = true"><script>globalThis.harmed = true</script>',
  markdown: '[press](command:workbench.action.files.newUntitledFile) **bold** $(zap) `code`',
  terminal: 'red \u001b[31m and\nbroken\u202e',
  endless: 'x'.repeat(10_000),
} as const;

const HUGE_LINE_BYTES = 30 * 1024 * 1024;

/** Writes a run that has failed, and whose every text is the given one. */
export function writeHostileRun(distillery: string, id: string, text: string): RunFolder {
  const folder = new RunFolder(path.join(distillery, 'runs', id));
  folder.create();
  const events = [
    { type: 'run-started', version: 1, run: id, name: text, stages: ['data', 'student-1', 'report'] },
    { type: 'stage-started', stage: 'data' },
    { type: 'stage-ended', stage: 'data', status: 'done', seconds: 1, summary: text },
    { type: 'warning', code: 'few-seeds', message: text, mend: text },
    { type: 'run-ended', status: 'failed', summary: text },
  ];
  writeFileSync(
    folder.events,
    events.map((event, index) => `${JSON.stringify({ time: 1000 * index, ...event })}\n`).join(''),
  );
  writeFileSync(
    path.join(folder.path, 'annotations.json'),
    JSON.stringify({ tags: [text], starred: false, archived: false }),
  );
  return folder;
}

/** Puts what should not be there where records are looked for. */
export function writeGarbage(distillery: string): void {
  const runs = path.join(distillery, 'runs');
  const folder = (name: string): string => {
    const made = path.join(runs, name);
    mkdirSync(made, { recursive: true });
    return made;
  };
  folder('empty');
  writeFileSync(path.join(runs, 'a-file'), 'instead of a folder');
  mkdirSync(path.join(folder('folders'), 'events.jsonl'));
  for (const name of ['process', 'report', 'experiment', 'annotations'])
    mkdirSync(path.join(folder('folders'), `${name}.json`));
  const noise = folder('noise');
  for (const name of [
    'events.jsonl',
    'process.json',
    'report.json',
    'experiment.json',
    'annotations.json',
    'run.log',
  ])
    writeFileSync(path.join(noise, name), randomFillSync(Buffer.alloc(100_000)));
  writeFileSync(path.join(folder('long'), 'events.jsonl'), `${'{'.repeat(HUGE_LINE_BYTES)}\n`);
  for (const [index, report] of [{ version: 1 }, { version: 1, students: [{}], baselines: 3 }].entries()) {
    writeHostileRun(distillery, `report-${index}`, 'odd report');
    writeFileSync(path.join(runs, `report-${index}`, 'report.json'), JSON.stringify(report));
  }
}
