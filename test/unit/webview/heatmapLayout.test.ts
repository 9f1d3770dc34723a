import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  cellAt,
  cellsIn,
  heatmapLayout,
  type LayoutRequest,
  movedBy,
  placeIn,
  scrolledTo,
} from '../../../src/webview/pure/heatmapLayout';

const request: fc.Arbitrary<LayoutRequest> = fc.record({
  rows: fc.integer({ min: 1, max: 2000 }),
  columns: fc.integer({ min: 1, max: 2000 }),
  width: fc.integer({ min: 250, max: 1800 }),
  rowNames: fc.double({ min: 0, max: 300, noNaN: true }),
  columnNames: fc.double({ min: 0, max: 300, noNaN: true }),
});

/** A layout, what is seen of it after scrolling anywhere, and one of its cells. */
const scrolled = fc
  .tuple(request, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(), fc.nat())
  .map(([asked, share, row, column]) => {
    const layout = heatmapLayout(asked);
    const width = Math.min(asked.width, layout.width);
    const height = Math.min(layout.largestHeight, layout.height);
    const section = {
      left: Math.floor(share * (layout.width - width)),
      top: Math.floor(share * (layout.height - height)),
      width,
      height,
    };
    return { layout, section, cell: [row % asked.rows, column % asked.columns] as const };
  });

describe('the layout of a map', () => {
  it('fits into its place, unless its cells are as small as can be', () => {
    fc.assert(
      fc.property(request, (asked) => {
        const layout = heatmapLayout(asked);
        const fits = layout.width <= asked.width && layout.height <= layout.largestHeight;
        assert.ok(fits || layout.cell === 3, JSON.stringify(layout));
        assert.ok(layout.cell <= 44);
      }),
    );
  });

  it('has room for the digits of ten classes beside their names', () => {
    const names = { rowNames: 6, columnNames: 6 };
    const layout = heatmapLayout({ rows: 10, columns: 10, width: 340, ...names });
    assert.deepEqual([layout.cellContent, layout.gap, layout.columnNames], ['text', 1, 'level']);
    const many = heatmapLayout({ rows: 1000, columns: 1000, width: 340, ...names });
    assert.deepEqual([many.cellContent, many.gap, many.columnNames], ['colour', 0, 'slanted']);
  });

  it('scrolls until a cell is seen, and finds it where it is', () => {
    fc.assert(
      fc.property(scrolled, ({ layout, section, cell }) => {
        const there = { ...section, ...scrolledTo(layout, section, cell) };
        const place = placeIn(layout, there, cell);
        assert.ok(place);
        const middle = { x: place.x + place.side / 2, y: place.y + place.side / 2 };
        assert.deepEqual(cellAt(layout, there, middle), cell);
        const seen = cellsIn(layout, there);
        assert.ok(cell[0] >= seen.rows.from && cell[0] < seen.rows.to);
        assert.ok(cell[1] >= seen.columns.from && cell[1] < seen.columns.to);
        // Where all of it is seen, nothing moves.
        assert.deepEqual(scrolledTo(layout, there, cell), { left: there.left, top: there.top });
      }),
    );
  });

  it('finds no cell below names', () => {
    fc.assert(
      fc.property(scrolled, ({ layout, section }) => {
        assert.equal(cellAt(layout, section, { x: layout.gutter - 1, y: layout.top + 1 }), undefined);
        assert.equal(cellAt(layout, section, { x: layout.gutter + 1, y: layout.top - 1 }), undefined);
      }),
    );
  });

  it('moves its cursor by keys, and not beyond its ends', () => {
    const size = { rows: 2, columns: 3 };
    assert.deepEqual(movedBy('ArrowRight', [0, 1], size), [0, 2]);
    assert.deepEqual(movedBy('ArrowRight', [0, 2], size), [0, 2]);
    assert.deepEqual(movedBy('ArrowLeft', [0, 0], size), [0, 0]);
    assert.deepEqual(movedBy('ArrowDown', [0, 1], size), [1, 1]);
    assert.deepEqual(movedBy('ArrowDown', [1, 1], size), [1, 1]);
    assert.deepEqual(movedBy('ArrowUp', [0, 1], size), [0, 1]);
    assert.deepEqual(movedBy('Home', [1, 2], size), [1, 0]);
    assert.deepEqual(movedBy('End', [1, 0], size), [1, 2]);
    assert.equal(movedBy('Tab', [0, 0], size), undefined);
  });
});
