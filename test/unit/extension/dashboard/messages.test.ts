import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parsePageMessage, parseSavedSubject } from '../../../../src/extension/dashboard/messages';

describe('messages of a page', () => {
  it('are taken when they are what a page may say', () => {
    const query = { stage: 'student-2', series: 'soft', from: 1, to: 50, width: 800, smoothing: 0.9 };
    for (const message of [
      { type: 'ready' },
      { type: 'request', id: 3, request: { name: 'series', queries: [query] } },
      { type: 'request', id: 4, request: { name: 'snapshot', stage: 'teacher', epoch: 0 } },
      { type: 'action', action: 'stop', folder: '/runs/a' },
    ]) {
      assert.deepEqual(parsePageMessage(message), message);
    }
  });

  it('are refused otherwise', () => {
    const query = { stage: 'teacher', series: 'total', from: 1, to: 9, width: 10, smoothing: 0 };
    const request = (change: object): unknown => ({
      type: 'request',
      id: 1,
      request: { name: 'series', queries: [{ ...query, ...change }] },
    });
    for (const message of [
      undefined,
      'ready',
      { type: 'action', action: 'deleteRun', folder: '/runs/a' },
      { type: 'action', action: 'stop' },
      request({ stage: '../../secret' }),
      request({ stage: 'student-1/../..' }),
      request({ series: '__proto__' }),
      request({ width: 1e9 }),
      request({ from: NaN }),
      request({ smoothing: 1 }),
    ]) {
      assert.equal(parsePageMessage(message), undefined, JSON.stringify(message));
    }
  });

  it('never throw', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        parsePageMessage(value);
        parseSavedSubject(value);
      }),
    );
  });

  it('bring a panel back from its saved state only', () => {
    const subject = { kind: 'run', folder: '/runs/a' };
    assert.deepEqual(parseSavedSubject({ subject, view: {} }), subject);
    for (const state of [
      undefined,
      {},
      { subject: { kind: 'run' } },
      { subject: { kind: 'compare', folders: [] } },
    ]) {
      assert.equal(parseSavedSubject(state), undefined);
    }
  });
});
