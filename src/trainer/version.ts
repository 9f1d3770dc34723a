import { version } from '../../package.json';

/** Distillery's own version. */
export const distilleryVersion: string = version;
