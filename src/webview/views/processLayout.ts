/** Where the boxes of the process picture lie, for wide and narrow pages. */
export const NODES = [
  'data',
  'teacher',
  'student',
  'baseline',
  'targets',
  'softened',
  'plain',
  'labels',
  'divergence',
  'entropy',
  'total',
] as const;
export type NodeName = (typeof NODES)[number];

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Edge {
  readonly from: NodeName;
  readonly to: NodeName;
  readonly label?: 'logits' | 'softWeight' | 'hardWeight';
}

export const EDGES: readonly Edge[] = [
  { from: 'data', to: 'teacher' },
  { from: 'data', to: 'student' },
  { from: 'data', to: 'baseline' },
  { from: 'teacher', to: 'targets', label: 'logits' },
  { from: 'student', to: 'softened', label: 'logits' },
  { from: 'student', to: 'plain' },
  { from: 'targets', to: 'divergence' },
  { from: 'softened', to: 'divergence' },
  { from: 'plain', to: 'entropy' },
  { from: 'labels', to: 'entropy' },
  { from: 'divergence', to: 'total', label: 'softWeight' },
  { from: 'entropy', to: 'total', label: 'hardWeight' },
];

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly direction: 'right' | 'down';
  readonly boxes: Readonly<Record<NodeName, Box>>;
}

/** The last gap is wider: its arrows carry the weights. */
const COLUMNS = [8, 194, 396, 598, 846] as const;
const wide = (column: 0 | 1 | 2 | 3 | 4, y: number): Box => ({
  x: COLUMNS[column],
  y,
  width: 134,
  height: 56,
});

export const WIDE: Layout = {
  width: 986,
  height: 336,
  direction: 'right',
  boxes: {
    data: wide(0, 140),
    teacher: wide(1, 16),
    student: wide(1, 140),
    baseline: wide(1, 264),
    targets: wide(2, 16),
    softened: wide(2, 99),
    plain: wide(2, 181),
    labels: wide(2, 264),
    divergence: wide(3, 58),
    entropy: wide(3, 222),
    total: wide(4, 140),
  },
};

const narrow = (column: 0 | 1 | 2, row: number): Box => ({
  x: 3 + column * 125,
  y: 8 + row * 92,
  width: 120,
  height: 54,
});

export const NARROW: Layout = {
  width: 376,
  height: 438,
  direction: 'down',
  boxes: {
    data: narrow(1, 0),
    teacher: narrow(0, 1),
    student: narrow(1, 1),
    baseline: narrow(2, 1),
    targets: narrow(0, 2),
    softened: narrow(1, 2),
    plain: narrow(2, 2),
    divergence: narrow(0, 3),
    labels: { ...narrow(1, 3), width: 90 },
    entropy: narrow(2, 3),
    total: narrow(1, 4),
  },
};

/** A curve from the side of one box to the facing side of another. */
export function edgePath(layout: Layout, edge: Edge): string {
  const { x1, y1, x2, y2 } = endsOf(layout, edge);
  if (isSideways(layout, edge)) {
    const middle = (x1 + x2) / 2;
    return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
  }
  const middle = (y1 + y2) / 2;
  return `M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}`;
}

export interface LabelPlace {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
}

/** Where an edge's label lies: beside its curve, on the side that the curve leaves free. */
export function labelPlace(layout: Layout, edge: Edge): LabelPlace {
  const { x1, y1, x2, y2 } = endsOf(layout, edge);
  const x = (x1 + x2) / 2;
  if (layout.direction === 'down') {
    return x2 > x1 ? { x: x1 - 8, y: y2 - 4, anchor: 'middle' } : { x: x1 + 8, y: y2 - 4, anchor: 'middle' };
  }
  if (edge.label === 'logits') return { x, y: Math.min(y1, y2) - 6, anchor: 'middle' };
  return { x: x + 10, y: y2 > y1 ? y1 + 12 : y1 - 2, anchor: 'start' };
}

interface Ends {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

function isSideways({ boxes, direction }: Layout, { from, to }: Edge): boolean {
  return direction === 'right' || boxes[from].y === boxes[to].y;
}

/** An arrow's head takes the last five units. */
function endsOf(layout: Layout, edge: Edge): Ends {
  const [start, end] = [layout.boxes[edge.from], layout.boxes[edge.to]];
  return isSideways(layout, edge)
    ? {
        x1: start.x + start.width,
        y1: start.y + start.height / 2,
        x2: end.x - 5,
        y2: end.y + end.height / 2,
      }
    : {
        x1: start.x + start.width / 2,
        y1: start.y + start.height,
        x2: end.x + end.width / 2,
        y2: end.y - 5,
      };
}
