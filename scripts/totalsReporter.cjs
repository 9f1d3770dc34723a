const { writeFileSync } = require('node:fs');
const Mocha = require('mocha');

/** Mocha's own "spec" reporter, which also leaves the totals in the file that DISTILLERY_TOTALS_FILE names. */
module.exports = class TotalsReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      writeFileSync(
        process.env.DISTILLERY_TOTALS_FILE,
        JSON.stringify({ passed: passes, failed: failures, skipped: pending }),
      );
    });
  }
};
