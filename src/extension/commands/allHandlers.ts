import type { Services } from '../services';
import { arrangingCommands } from './arranging';
import { deletingCommands } from './deleting';
import { engineCommands } from './engines';
import { exportingCommands } from './exporting';
import type { Handlers } from './handlers';
import { helpingCommands } from './helping';
import { lookingCommands } from './looking';
import { newExperimentCommands } from './newExperiment';
import { notingCommands } from './noting';
import { runningCommands } from './running';
import { Subjects } from './subjects';

/** A handler for every command of the manifest; the compiler sees to it that none is without. */
export function allHandlers(services: Services): Handlers {
  const subjects = new Subjects(services);
  return {
    ...newExperimentCommands(services),
    ...runningCommands(services, subjects),
    ...lookingCommands(services, subjects),
    ...exportingCommands(services, subjects),
    ...notingCommands(services, subjects),
    ...deletingCommands(services, subjects),
    ...arrangingCommands(services),
    ...engineCommands(services),
    ...helpingCommands(services),
  };
}
