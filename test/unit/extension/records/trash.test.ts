import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { UserError } from '../../../../src/common/errors';
import { expiredTrash, moveToTrash, trashFolder } from '../../../../src/extension/records/trash';
import { temporaryFolder } from '../../runs/temporaryFolder';
import { crashedRun, endedRun, liveRun, RUN_DONE, runStarted, Told, writeRun } from './samples';

const DAY = 24 * 60 * 60 * 1000;

describe('the trash of runs', () => {
  const temporary = temporaryFolder();
  let distillery = '';

  beforeEach(() => {
    distillery = path.join(temporary(), '.distillery');
  });

  it('takes runs out of the list and gives them back whole', async () => {
    const folder = endedRun(distillery, '20260101-a');
    endedRun(distillery, '20260102-b');
    const told = await Told.of(distillery);
    const events = fs.readFileSync(folder.events);
    const undo = await moveToTrash(told.list.entries());
    await told.list.refresh();
    assert.deepEqual(told.ids(), []);
    assert.equal(undo.count, 2);
    await undo.undo();
    await told.list.refresh();
    assert.deepEqual(told.ids(), ['20260102-b', '20260101-a']);
    assert.deepEqual(fs.readFileSync(folder.events), events);
    assert.deepEqual(fs.readdirSync(trashFolder(distillery)), []);
  });

  it('refuses all when one is at work, though the list has not seen it', async () => {
    endedRun(distillery, '20260101-a');
    crashedRun(distillery, '20260102-b');
    const told = await Told.of(distillery);
    liveRun(distillery, '20260102-b', [{ type: 'run-resumed' }]);
    await assert.rejects(moveToTrash(told.list.entries()), UserError);
    await told.list.refresh();
    assert.deepEqual(told.ids(), ['20260102-b', '20260101-a']);
  });

  it('moves all or none', async () => {
    const kept = endedRun(distillery, '20260102-b');
    const gone = endedRun(distillery, '20260101-a');
    const { list } = await Told.of(distillery);
    const entries = list.entries();
    fs.rmSync(gone.path, { recursive: true });
    await assert.rejects(moveToTrash(entries), UserError);
    assert.equal(kept.exists(), true);
  });

  it('does not put a run back over another, and says where it lies', async () => {
    endedRun(distillery, '20260101-a');
    const { list } = await Told.of(distillery);
    const undo = await moveToTrash(list.entries(), 5);
    writeRun(distillery, '20260101-a', [runStarted('20260101-a'), RUN_DONE]);
    await assert.rejects(undo.undo(), UserError);
    assert.equal(fs.existsSync(path.join(trashFolder(distillery), '5', '20260101-a', 'events.jsonl')), true);
  });

  it('expires after a day, and only what a deletion put there', async () => {
    endedRun(distillery, '20260101-a');
    const { list } = await Told.of(distillery);
    await moveToTrash(list.entries(), DAY);
    fs.mkdirSync(path.join(trashFolder(distillery), "somebody's own"));
    assert.deepEqual(await expiredTrash(distillery, 2 * DAY), []);
    assert.deepEqual(await expiredTrash(distillery, 2 * DAY + 1), [
      path.join(trashFolder(distillery), String(DAY)),
    ]);
    assert.deepEqual(await expiredTrash(path.join(distillery, 'nowhere')), []);
  });
});
