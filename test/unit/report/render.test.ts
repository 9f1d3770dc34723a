import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import { displayWidth } from '../../../src/common/text';
import { buildReport, renderMarkdown, renderTerminal } from '../../../src/trainer/report';
import { confusedPairs } from '../../../src/common/confusedPairs';
import { escapeMarkdown } from '../../../src/trainer/report/markdown';
import { experimentOf, inputOf, withoutTeacher } from './sample';

const good = buildReport(inputOf([20, 24, 27], [30, 31, 35]));
const hostile = buildReport(
  inputOf([20], [30], {
    experiment: experimentOf({ name: '# [x](http://evil.example) `a` <img src=x>\n\u001b[2J' }),
    classNames: ['a|b', '\u001b[31mred', '<script>x()</script>', '漢字\u202e_em_'],
    warnings: [{ code: 'data', message: '1. first\n- second \u0007', mend: '**shout**' }],
  }),
);

/** The cells of the row of a Markdown table that begins with this name. */
function cellsOf(markdown: string, name: string): string[] {
  const line = markdown.split('\n').find((text) => text.startsWith(`| ${name}`));
  return (line ?? '')
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

describe('renderMarkdown', () => {
  const markdown = renderMarkdown(good);

  it('begins with the name and the verdict', () => {
    const [title, , verdict] = markdown.split('\n');
    assert.equal(title, '# Distillation report: sample');
    assert.equal(verdict, `**${good.verdict.sentence}**`);
  });

  it('has every measured figure of teacher, student and baseline', () => {
    assert.deepEqual(cellsOf(markdown, 'Test accuracy'), [
      'Test accuracy, %',
      '99.00',
      '97.63 ± 0.35',
      '96.80 ± 0.26',
    ]);
    assert.deepEqual(cellsOf(markdown, 'Test errors'), ['Test errors', '10', '23.7 ± 3.5', '32.0 ± 2.6']);
    assert.deepEqual(cellsOf(markdown, 'Agrees').slice(1, 3), ['–', '98.63 ± 0.35']);
    assert.deepEqual(cellsOf(markdown, 'Parameters'), ['Parameters', '100,000', '10,000', '10,000']);
    for (const name of [
      'Test loss',
      'Calibration error',
      'Train accuracy',
      'Train − test',
      'KL from teacher',
      'On disk',
      'Latency, p50',
      'Latency, p95',
      'Examples/s',
      'Training time',
    ]) {
      assert.equal(cellsOf(markdown, name).length, 4, name);
    }
    assert.match(markdown, /Compression: 10\.0× in parameters, 9\.57× on disk\. Speed-up: 10\.0× in latency/);
  });

  it('has a row for each seed and the interval of the difference', () => {
    assert.deepEqual(cellsOf(markdown, '2 '), ['2', '97.60 %', '96.90 %', '+0.70', '11 / 11']);
    assert.match(markdown, /Student − baseline: \+0\.83 ± 0\.15 points, 95 % interval \+0\.45 to \+1\.21/);
  });

  it('has tables whose rows have equally many cells, of equal width', () => {
    for (const report of [good, hostile]) {
      const tables = renderMarkdown(report)
        .split('\n\n')
        .filter((part) => part.startsWith('|'));
      assert.equal(tables.length, 3);
      for (const table of tables) {
        const lines = table.trimEnd().split('\n');
        const pipes = new Set(lines.map((line) => line.replace(/\\./g, '').split('|').length));
        assert.equal(pipes.size, 1, table);
        assert.equal(new Set(lines.map(displayWidth)).size, 1, table);
      }
    }
  });

  it('shows hostile names as text', () => {
    const text = renderMarkdown(hostile);
    assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u202e]/);
    assert.ok(text.includes('\\<script\\>x()\\</script\\>'));
    assert.ok(text.includes('a\\|b'));
    assert.ok(text.includes('\\[x\\](http\\://evil.example) \\`a\\`'));
    assert.doesNotMatch(text.replace(/\\./g, ''), /[<>`[\]_]/);
    assert.match(text, /^- 1\\\. first - second \\\\u\{7\} \*\\\*\\\*shout\\\*\\\*\*$/m);
  });

  it('does not write rows of which nothing is known', () => {
    const input = withoutTeacher([20, 24, 27], [], {
      experiment: experimentOf({ distillation: { method: 'labels' }, baseline: false }),
    });
    const text = renderMarkdown(buildReport(input));
    assert.doesNotMatch(text, /Agrees|KL from|Compression|Baseline +\|/);
    assert.match(text, /\| Seed \| +Student \| +Epoch \|/);
  });

  it('writes a report without any trained student', () => {
    const text = renderMarkdown(buildReport(inputOf([], [])));
    assert.match(text, /\*\*Not compared: no student was trained to its end\.\*\*/);
    assert.deepEqual(cellsOf(text, 'Test errors'), ['Test errors', '10']);
  });
});

describe('escapeMarkdown', () => {
  it('leaves figures and ordinary names readable', () => {
    for (const text of ['mnist-kd v1.2 (T = 4)', '+0.42 points', 'shirt/blouse'])
      assert.equal(escapeMarkdown(text), text);
  });

  it('takes away what links and mentions are made of', () => {
    assert.equal(
      escapeMarkdown('www.x.org me@x.org ~~a~~ a\\b &amp;'),
      'www\\.x.org me\\@x.org \\~\\~a\\~\\~ a\\\\b \\&amp;',
    );
  });
});

describe('renderTerminal', () => {
  it('keeps every line inside the width, at any width', () => {
    for (const report of [good, hostile]) {
      for (const width of [20, 40, 60, 80, 120]) {
        for (const line of renderTerminal(report, { width, color: 'plain' }).split('\n')) {
          assert.ok(displayWidth(line) <= width, `${displayWidth(line)} > ${width}: ${line}`);
        }
      }
    }
  });

  it('is the same text in colour', () => {
    for (const report of [good, hostile]) {
      const coloured = renderTerminal(report, { width: 80, color: 'ansi' });
      const plain = renderTerminal(report, { width: 80, color: 'plain' });
      assert.notEqual(coloured, plain);
      assert.equal(stripVTControlCharacters(coloured), plain);
    }
  });

  it('lets no name act on the terminal', () => {
    assert.doesNotMatch(
      renderTerminal(hostile, { width: 80, color: 'plain' }),
      /[\u0000-\u0009\u000b-\u001f\u202e]/,
    );
  });

  it('aligns the columns', () => {
    const lines = renderTerminal(good, { width: 80, color: 'plain' }).split('\n');
    const header = lines.findIndex((line) => line.trim().startsWith('Teacher'));
    assert.equal(lines[header]?.trim().replace(/ +/g, ' '), 'Teacher Student Baseline');
    assert.equal(lines[header + 1]?.length, lines[header].length);
    assert.match(lines[header + 1] ?? '', /^Test accuracy, % +99\.00 +97\.63 ± 0\.35 +96\.80 ± 0\.26$/);
  });

  it('writes tables row by row where they are too wide', () => {
    const text = renderTerminal(good, { width: 40, color: 'plain' });
    assert.match(
      text,
      /^Test accuracy, %\n {2}Teacher 99\.00; Student 97\.63 ± 0\.35;\n {2}Baseline 96\.80 ± 0\.26$/m,
    );
  });

  it('colours the verdict by its kind', () => {
    const verdictOf = (input: Parameters<typeof buildReport>[0]): string =>
      renderTerminal(buildReport(input), { width: 200, color: 'ansi' }).split('\n')[2] ?? '';
    assert.ok(verdictOf(inputOf([20, 24, 27], [30, 31, 35])).startsWith('\u001b[1;32m'));
    assert.ok(verdictOf(inputOf([30, 31, 35], [20, 24, 27])).startsWith('\u001b[1;31m'));
  });
});

describe('confusedPairs', () => {
  it('orders the mistakes by how often all networks make them, and leaves out right answers', () => {
    const pairs = confusedPairs(good.students, 3);
    // 71 errors in all, of the classes 0 to 3 in turn: 18, 18, 18 and 17.
    assert.deepEqual(pairs, [
      { label: 0, answer: 1, examples: 18 },
      { label: 1, answer: 2, examples: 18 },
      { label: 2, answer: 3, examples: 18 },
    ]);
    assert.deepEqual(confusedPairs(good.students, 9).slice(3), [{ label: 3, answer: 0, examples: 17 }]);
    assert.deepEqual(confusedPairs([], 5), []);
  });
});
