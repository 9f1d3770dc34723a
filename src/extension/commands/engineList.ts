import { decimal } from '../../common/format';
import { shownSentence } from '../base/shownText';

export const engineNames = ['auto', 'native', 'wasm', 'cpu'] as const;
export type EngineChoice = (typeof engineNames)[number];

/** An engine as `engines --json` tells of it. */
export type ListedEngine =
  | {
      readonly name: Exclude<EngineChoice, 'auto'>;
      readonly title: string;
      readonly available: true;
      readonly gigaflops?: number;
      readonly error?: string;
    }
  | {
      readonly name: Exclude<EngineChoice, 'auto'>;
      readonly title: string;
      readonly available: false;
      readonly reason: string;
    };

/** Reads what `engines --json` printed; what is no engine is left out. */
export function parseEngines(printed: string): ListedEngine[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(printed);
  } catch {
    return [];
  }
  return Array.isArray(parsed) ? (parsed as readonly unknown[]).filter(isListedEngine) : [];
}

function isListedEngine(value: unknown): value is ListedEngine {
  if (typeof value !== 'object' || value === null) return false;
  const { name, title, available, reason } = value as Readonly<Record<string, unknown>>;
  return (
    engineNames.some((known) => known !== 'auto' && known === name) &&
    typeof title === 'string' &&
    (available === true || (available === false && typeof reason === 'string'))
  );
}

/** How fast an engine is: "41.2 GFLOP/s, 5.1× wasm"; empty where nothing was measured. */
export function speedOf(engine: ListedEngine, engines: readonly ListedEngine[]): string {
  if (!engine.available || engine.gigaflops === undefined) return '';
  const wasm = engines.find(({ name }) => name === 'wasm');
  const rate = `${decimal(engine.gigaflops, 1)} GFLOP/s`;
  if (engine.name !== 'native' || wasm?.available !== true || wasm.gigaflops === undefined) return rate;
  return `${rate}, ${decimal(engine.gigaflops / wasm.gigaflops, 1)}× wasm`;
}

/** Why an engine can't be chosen now; undefined when it can. */
export function obstacleOf(engine: ListedEngine): string | undefined {
  const obstacle = engine.available ? engine.error : engine.reason;
  return obstacle === undefined ? undefined : shownSentence(obstacle);
}
