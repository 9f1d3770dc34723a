import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const PUBLIC_REGISTRY = 'https://registry.npmjs.org/';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The npm registry that this user has chosen, as npm itself would find it: in the environment, else in the user's `.npmrc`,
 * else the public one. It ends with a slash.
 */
export function registryAddress(
  environment: Environment = process.env,
  homeFolder: string = homedir(),
): string {
  const chosen =
    settingIn(environment, 'registry') ??
    registryIn(settingIn(environment, 'userconfig') ?? join(homeFolder, '.npmrc'), environment) ??
    PUBLIC_REGISTRY;
  return chosen.replace(/\/*$/, '/');
}

function settingIn(environment: Environment, setting: string): string | undefined {
  const name = `npm_config_${setting}`;
  return [environment[name], environment[name.toUpperCase()]].find(
    (value) => value !== undefined && value !== '',
  );
}

function registryIn(file: string, environment: Environment): string | undefined {
  let lines: string[];
  try {
    lines = readFileSync(file, 'utf8').split(/\r?\n/);
  } catch {
    return undefined;
  }
  const value = lines
    .map((line) => /^\s*registry\s*=\s*(["']?)(\S+)\1\s*$/.exec(line)?.[2])
    .findLast((found) => found !== undefined);
  return value?.replace(/\$\{([^}]+)\}/g, (whole, name: string) => environment[name] ?? whole);
}
