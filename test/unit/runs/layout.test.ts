import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { createRunId, distilleryFolder, listRuns, prepareCacheFolder, RunFolder } from '../../../src/runs';
import { temporaryFolder } from './temporaryFolder';

describe('ids of runs', () => {
  it('hold time, name and four random digits', () => {
    const id = createRunId('MNIST – größer, T=4!', new Date('2026-11-24T08:47:02.123Z'));
    assert.match(id, /^20261124-084702-123-mnist-gro-er-t-4-[0-9a-f]{4}$/);
    assert.match(createRunId('数字', new Date(0)), /^19700101-000000-000-run-[0-9a-f]{4}$/);
  });

  it('sort by time, and are fit for any file system', () => {
    const date = fc.date({ min: new Date(0), max: new Date('2999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(date, date, fc.string(), fc.string({ unit: 'binary' }), (a, b, first, second) => {
        const ids = [createRunId(first, a), createRunId(second, b)] as const;
        for (const id of ids) assert.match(id, /^\d{8}-\d{6}-\d{3}-[a-z0-9]+(-[a-z0-9]+)*-[0-9a-f]{4}$/);
        if (a < b) assert.ok(ids[0] < ids[1]);
      }),
    );
  });
});

describe('RunFolder', () => {
  it('knows all paths of a record', () => {
    const folder = RunFolder.of(distilleryFolder(path.join('some', 'mnist.distill.json')), 'id');
    const root = path.resolve('some', '.distillery', 'runs', 'id');
    assert.equal(folder.path, root);
    assert.equal(folder.id, 'id');
    assert.equal(folder.events, path.join(root, 'events.jsonl'));
    assert.equal(
      folder.checkpoint('student-3', 40),
      path.join(root, 'checkpoints', 'student-3-40.safetensors'),
    );
    assert.equal(folder.model('teacher'), path.join(root, 'models', 'teacher', 'model.json'));
    assert.equal(folder.logits('baseline-1'), path.join(root, 'logits', 'baseline-1.safetensors'));
    const relative = folder.relative(folder.model('teacher'));
    assert.equal(relative, 'models/teacher/model.json');
    assert.equal(folder.resolve(relative), folder.model('teacher'));
  });
});

describe('the cache folder', () => {
  const temporary = temporaryFolder();

  it('stays out of version control', () => {
    const cache = prepareCacheFolder(temporary());
    assert.equal(cache, path.join(temporary(), 'cache'));
    assert.equal(fs.readFileSync(path.join(cache, '.gitignore'), 'utf8'), '*\n');
    prepareCacheFolder(temporary());
  });
});

describe('listRuns', () => {
  const temporary = temporaryFolder();

  it('lists runs by time, and nothing else that lies there', async () => {
    const ids = [
      '20261123-101500-000-mnist-00aa',
      '20261124-084702-123-digits-7f3a',
      '20261124-084702-123-mnist-11bb',
    ];
    assert.deepEqual(await listRuns(temporary()), []);
    for (const id of [...ids].reverse()) RunFolder.of(temporary(), id).create();
    fs.mkdirSync(path.join(temporary(), 'runs', '.hidden'));
    fs.writeFileSync(path.join(temporary(), 'runs', 'file'), '');
    assert.deepEqual(
      (await listRuns(temporary())).map(({ id }) => id),
      ids,
    );
  });
});
