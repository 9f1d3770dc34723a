const { appendFileSync, writeFileSync } = require('node:fs');
const { format } = require('node:util');
const Mocha = require('mocha');

const { EVENT_RUN_BEGIN, EVENT_RUN_END, EVENT_TEST_END, EVENT_TEST_FAIL } = Mocha.Runner.constants;

/**
 * Mocha's own "spec" reporter, which also keeps the totals in the file that DISTILLERY_TOTALS_FILE names, after each test. Where
 * nobody sees the console, as within VS Code, its lines go to the file that DISTILLERY_TEST_OUTPUT names.
 */
module.exports = class TotalsReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    const output = process.env.DISTILLERY_TEST_OUTPUT;
    if (output)
      Mocha.reporters.Base.consoleLog = (...words) => appendFileSync(output, `${format(...words)}\n`);
    super(runner, options);
    const write = (complete) => () => {
      const { passes, failures, pending } = this.stats;
      writeFileSync(
        process.env.DISTILLERY_TOTALS_FILE,
        JSON.stringify({ passed: passes, failed: failures, skipped: pending, complete }),
      );
    };
    for (const event of [EVENT_RUN_BEGIN, EVENT_TEST_END, EVENT_TEST_FAIL]) runner.on(event, write(false));
    runner.once(EVENT_RUN_END, write(true));
  }
};
