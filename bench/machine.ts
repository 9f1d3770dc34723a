import os from 'node:os';

const systems: Readonly<Record<string, string>> = { Linux: 'Linux', Darwin: 'macOS', Windows_NT: 'Windows' };

/** The machine in general terms: "2 cores, Node 20, Linux". */
export function describeMachine(): string {
  const cores = os.availableParallelism();
  const node = process.versions.node.split('.')[0] ?? '';
  return `${cores} ${cores === 1 ? 'core' : 'cores'}, Node ${node}, ${systems[os.type()] ?? os.type()}`;
}
