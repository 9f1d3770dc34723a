import assert from 'node:assert/strict';
import { pageHtml } from '../../../../src/extension/dashboard/html';

describe("the page's frame", () => {
  const html = pageHtml({
    script: 'https://host/dashboard.js',
    style: 'https://host/dashboard.css',
    cspSource: 'https://host',
    nonce: 'abc',
    language: 'en',
    title: '<script>alert(1)</script>',
  });

  it('allows its own script and style, and nothing else', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    assert.match(policy, /^default-src &#39;none&#39;; script-src &#39;nonce-abc&#39;;/);
    assert.doesNotMatch(policy, /unsafe|\*/);
    assert.doesNotMatch(html, /style="|onload=/);
  });

  it('shows a hostile title as text', () => {
    assert.doesNotMatch(html, /<script>alert/);
    assert.match(html, /&#60;script&#62;alert/);
  });
});
