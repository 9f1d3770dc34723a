import assert from 'node:assert/strict';
import { withoutEngineNotices } from '../../../src/common/engineNotices';

describe('notices of the engine', () => {
  it('are left out of what was printed, and nothing else is', () => {
    const notices = [
      'WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n',
      'I0000 00:00:1795726520.800165   11717 port.cc:153] oneDNN custom operations are on. You may see differences.\n',
    ];
    const others = [
      'Error: I0000 is no layer\n',
      'W0000 00:00:1795726520.800165   11717 x.cc:1] careful\n',
      'last\n',
    ];
    assert.equal(withoutEngineNotices([...notices, ...others, ...notices].join('')), [...others].join(''));
    assert.equal(withoutEngineNotices(notices.join('')), '');
  });
});
