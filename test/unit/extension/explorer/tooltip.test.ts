import assert from 'node:assert/strict';
import fs from 'node:fs';
import { tooltipOf } from '../../../../src/extension/explorer/tooltip';
import { readAnnotations, type RunFolder, summarize, summarizeRun } from '../../../../src/runs';
import { temporaryFolder } from '../../runs/temporaryFolder';
import { endedRun } from '../records/samples';

describe('the tooltip of a run', () => {
  const temporary = temporaryFolder();

  function tooltip(folder: RunFolder): string {
    const summary = summarize(folder);
    const entry = { folder, distillery: temporary(), summary, annotations: readAnnotations(folder) };
    return tooltipOf(entry, summarizeRun(folder), undefined);
  }

  it('says that a part of the record is damaged, and nothing of the kind of a whole one', () => {
    const folder = endedRun(temporary(), 'run');
    assert.doesNotMatch(tooltip(folder), /damaged|cannot be read/);
    fs.appendFileSync(folder.events, 'no event\n');
    assert.match(tooltip(folder), /Part of this record is damaged/);
  });

  it('says what to do with a record that cannot be read at all', () => {
    const folder = endedRun(temporary(), 'run');
    fs.writeFileSync(folder.events, Buffer.of(0, 255, 10, 254));
    assert.match(tooltip(folder), /cannot be read.*delete the run/);
    fs.rmSync(folder.events);
    fs.mkdirSync(folder.events);
    assert.match(tooltip(folder), /cannot be read.*delete the run/);
  });
});
