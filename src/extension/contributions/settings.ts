/** One setting as the manifest describes it, without the prefix "distillery.". */
export interface SettingContribution {
  readonly description: string;
  readonly scope: 'machine' | 'window' | 'resource' | 'machine-overridable';
  readonly schema:
    | { readonly type: 'boolean'; readonly default: boolean }
    | { readonly type: 'string'; readonly default: string }
    | {
        readonly type: 'integer';
        readonly default: number;
        readonly minimum: number;
        readonly maximum: number;
      }
    | {
        readonly type: 'choice';
        readonly default: string;
        readonly choices: Readonly<Record<string, string>>;
      };
  /** Ignored in an untrusted workspace: it names what is executed. */
  readonly restricted?: true;
}

export interface SettingGroup {
  readonly key: string;
  readonly title: string;
  readonly settings: Readonly<Record<string, SettingContribution>>;
}

const processes = {
  maxConcurrentRuns: {
    description:
      'How many runs train at the same time. Further ones wait in the queue of the Runs view. Each run already uses all cores, so that more than one seldom gets more done.',
    scope: 'window',
    schema: { type: 'integer', default: 1, minimum: 1, maximum: 16 },
  },
  engine: {
    description:
      'What computes the runs of experiment files that leave the engine open (`"engine": { "name": "auto" }`, the default). **Distillery: Choose Engine…** measures the engines of this machine.',
    scope: 'machine-overridable',
    schema: {
      type: 'choice',
      default: 'auto',
      choices: {
        auto: 'The native engine where it is installed, else WebAssembly.',
        native: 'TensorFlow itself: the fastest. **Distillery: Install Native Engine** fetches it.',
        wasm: 'TensorFlow.js on WebAssembly: slower, and needs nothing.',
        cpu: 'TensorFlow.js in plain JavaScript: much slower.',
      },
    },
  },
  onWindowClose: {
    description:
      'What becomes of the runs that this window started when it closes. A reload of the window is no close: runs always go on.',
    scope: 'window',
    schema: {
      type: 'choice',
      default: 'keepRunning',
      choices: {
        keepRunning: 'They go on, and are found again when the folder is opened.',
        pause: 'They pause, and keep their place until somebody continues them.',
        stop: 'They write a checkpoint and stop. **Resume from Checkpoint** goes on with them.',
      },
    },
  },
  stopGraceSeconds: {
    description:
      'How many seconds a run has to write its checkpoint after **Stop**, before it is ended with all the processes it started.',
    scope: 'window',
    schema: { type: 'integer', default: 15, minimum: 1, maximum: 600 },
  },
  nodePath: {
    description:
      "The Node.js that runs the trainer, version 20.19 or newer. Empty: the editor's own runtime, which needs nothing else on this machine.",
    scope: 'machine',
    schema: { type: 'string', default: '' },
    restricted: true,
  },
} as const satisfies Readonly<Record<string, SettingContribution>>;

const views = {
  notifications: {
    description:
      'Which ends of runs are told in a notification. Progress is always in the views and the status bar.',
    scope: 'window',
    schema: {
      type: 'choice',
      default: 'all',
      choices: {
        all: 'Every run that ends.',
        errors: 'Only runs that fail.',
        none: 'None.',
      },
    },
  },
  'runs.showArchived': {
    description: 'Whether the Runs view shows archived runs too.',
    scope: 'window',
    schema: { type: 'boolean', default: false },
  },
} as const satisfies Readonly<Record<string, SettingContribution>>;

const editor = {
  'codeLens.enabled': {
    description:
      'Whether experiment files show what can be done, what runs and what came out above their lines.',
    scope: 'resource',
    schema: { type: 'boolean', default: true },
  },
} as const satisfies Readonly<Record<string, SettingContribution>>;

/** Every setting, in the groups of the settings editor. */
export const settingGroups: readonly SettingGroup[] = [
  { key: 'processes', title: 'Processes', settings: processes },
  { key: 'views', title: 'Views', settings: views },
  { key: 'editor', title: 'Editor', settings: editor },
];

export type SettingName = keyof typeof processes | keyof typeof views | keyof typeof editor;
