import tseslint from 'typescript-eslint';
import importX from 'eslint-plugin-import-x';

/** Which room may import which: the walls of the design (see CONTRIBUTING.md). Type-only imports obey the same walls. */
const walls = {
  common: [],
  experiment: ['common'],
  data: ['common', 'experiment'],
  engine: ['common', 'experiment'],
  protocol: ['common', 'experiment'],
  runs: ['common', 'protocol'],
  trainer: ['common', 'experiment', 'data', 'engine', 'runs', 'protocol'],
  extension: ['common', 'experiment', 'runs', 'protocol'],
  webview: ['common', 'protocol', 'runs'],
};

const rooms = Object.keys(walls);

/** Packages that a room must never see. */
const strangers = {
  common: ['vscode', '@tensorflow/*', 'node:*'],
  experiment: ['vscode', '@tensorflow/*', 'node:child_process'],
  data: ['vscode', '@tensorflow/*'],
  engine: ['vscode', 'node:child_process'],
  protocol: ['vscode', '@tensorflow/*', 'node:*'],
  runs: ['vscode', '@tensorflow/*'],
  trainer: ['vscode', '@tensorflow/*'],
  extension: ['@tensorflow/*'],
  webview: ['vscode', '@tensorflow/*', 'node:*'],
};

export default tseslint.config(
  { ignores: ['dist/**', 'out/**', 'node_modules/**', '**/.distillery/**', '.vscode-test/**'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 350, skipBlankLines: true, skipComments: true }],
    },
  },
  ...rooms.map((room) => ({
    files: [`src/${room}/**/*.ts`],
    plugins: { 'import-x': importX },
    rules: {
      'import-x/no-restricted-paths': [
        'error',
        {
          zones: [
            {
              target: `./src/${room}`,
              from: './src',
              except: [room, ...walls[room]].map((name) => `./${name}`),
              message: `The room "${room}" may import ${walls[room].join(', ') || 'nothing'} (see CONTRIBUTING.md).`,
            },
          ],
        },
      ],
      'no-restricted-imports': ['error', { patterns: strangers[room].map((group) => ({ group: [group] })) }],
    },
  })),
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-floating-promises': 'error' },
  },
);
