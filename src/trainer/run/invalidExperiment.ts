import { UserError } from '../../common/errors';
import { formatDiagnostics, type Diagnostic } from '../../experiment';

/** An experiment file that can't be run; the message lists everything that is wrong with it. */
export class InvalidExperiment extends UserError {
  constructor(readonly diagnostics: readonly Diagnostic[]) {
    super(formatDiagnostics(diagnostics));
  }
}
