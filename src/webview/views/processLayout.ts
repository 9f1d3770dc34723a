/** Where the boxes of the process picture lie, for wide and narrow pages. */
export const NODES = [
  'data',
  'teacher',
  'student',
  'baseline',
  'targets',
  'softened',
  'plain',
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
  readonly label?: 'logits' | 'labels' | 'softWeight' | 'hardWeight';
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
  height: 300,
  direction: 'right',
  boxes: {
    data: wide(0, 122),
    teacher: wide(1, 16),
    student: wide(1, 122),
    baseline: wide(1, 228),
    targets: wide(2, 16),
    softened: wide(2, 104),
    plain: wide(2, 192),
    divergence: wide(3, 60),
    entropy: wide(3, 192),
    total: wide(4, 122),
  },
};

const narrow = (column: 0 | 1 | 2, row: number): Box => ({
  x: 4 + column * 126,
  y: 8 + row * 92,
  width: 116,
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
    entropy: narrow(2, 3),
    total: narrow(1, 4),
  },
};

/** A curve, and the place beside it where its label crosses nothing. */
export interface EdgePath {
  readonly path: string;
  readonly x: number;
  readonly y: number;
  /** Whether the label ends, is centred or begins at `x`. */
  readonly anchor: 'end' | 'middle' | 'start';
}

/** A curve from the side of one box to the facing side of another. */
export function edgePath(layout: Layout, { from, to }: Edge): EdgePath {
  const start = layout.boxes[from];
  const end = layout.boxes[to];
  if (layout.direction === 'right') {
    const [x1, y1] = [start.x + start.width, start.y + start.height / 2];
    const [x2, y2] = [end.x - 5, end.y + end.height / 2];
    const middle = (x1 + x2) / 2;
    const anchor = y1 === y2 ? 'middle' : y2 < y1 ? 'end' : 'start';
    return {
      path: `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`,
      x: middle,
      y: (y1 + y2) / 2 - 6,
      anchor,
    };
  }
  const [x1, y1] = [start.x + start.width / 2, start.y + start.height];
  const [x2, y2] = [end.x + end.width / 2, end.y - 5];
  const middle = (y1 + y2) / 2;
  return {
    path: `M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}`,
    x: (x1 + x2) / 2,
    y: middle + 7,
    anchor: 'middle',
  };
}
