import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { RunSession } from '../../../../src/extension/dashboard/runSession';
import type { StageKey } from '../../../../src/protocol/events';
import { RunFolder, writeSafetensors } from '../../../../src/runs';

const CLASSES = ['cat', 'dog', 'lynx'];
const [CAT, DOG, LYNX] = [0, 1, 2];

describe('the wrong answers that networks share with their teacher', () => {
  let temporary: string;
  let folder: RunFolder;

  beforeEach(() => {
    temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'shared-'));
    folder = new RunFolder(path.join(temporary, 'run'));
    folder.create();
    const stages = ['teacher', 'student-1', 'student-2', 'baseline-1', 'report'];
    const events = [
      { type: 'run-started', time: 1, version: 1, run: 'run', name: 'animals', stages },
      ...stages.map((stage) => ({ type: 'stage-started', time: 2, stage })),
      { type: 'probes', time: 3, inputShape: [1], classNames: CLASSES, examples: [] },
    ];
    fs.writeFileSync(folder.events, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  });
  afterEach(() => {
    fs.rmSync(temporary, { recursive: true, force: true });
  });

  const shared = () => new RunSession(folder, { isTrusted: () => true }).sharedConfusions({ temperature: 4 });

  /** One example of each class; the strongest wrong answer to each is as named. */
  function write(stage: StageKey, ...leanings: readonly number[]): void {
    const logits = leanings.flatMap((leaning, label) =>
      CLASSES.map((_, answer) => (answer === label ? 9 : answer === leaning ? 5 : 1)),
    );
    const arrays = [
      { name: 'logits', shape: [CLASSES.length, CLASSES.length], values: Float32Array.from(logits) },
      { name: 'labels', shape: [CLASSES.length], values: Int32Array.of(CAT, DOG, LYNX) },
    ];
    writeSafetensors(folder.logits(stage), arrays, {});
  }

  it('are told of every seed, students and baselines apart', async () => {
    write('teacher', LYNX, CAT, CAT);
    write('student-1', LYNX, CAT, CAT);
    write('student-2', DOG, CAT, DOG);
    write('baseline-1', DOG, LYNX, DOG);
    const answer = await shared();
    assert.deepEqual(answer?.classNames, CLASSES);
    assert.deepEqual(answer.students.map(leanings), ['3: 0>2 1>0 2>0', '3: 1>0']);
    assert.deepEqual(answer.baselines.map(leanings), ['3: ']);
  });

  it('leave out networks whose answers are not on record', async () => {
    write('teacher', LYNX, CAT, CAT);
    write('student-2', LYNX, CAT, CAT);
    const answer = await shared();
    assert.equal(answer?.students.length, 1);
    assert.deepEqual(answer.baselines, []);
  });

  it('are none without a teacher', async () => {
    write('student-1', LYNX, CAT, CAT);
    assert.equal(await shared(), null);
  });
});

function leanings({
  classes,
  shared,
}: {
  readonly classes: number;
  readonly shared: readonly { readonly label: number; readonly answer: number }[];
}): string {
  return `${classes}: ${shared
    .map(({ label, answer }) => `${label}>${answer}`)
    .sort()
    .join(' ')}`;
}
