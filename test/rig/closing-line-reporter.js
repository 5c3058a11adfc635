/** Ends the output with one line that machines read: `12 passed, 0 failed, 1 skipped`. */
export default class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    // A file that could not even be loaded has no tests to count, and has failed all the same.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    this.line = `${results.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
    // At the very end of the process: the summary, and what the global teardown may say, come before.
    process.once('exit', () => process.stdout.write(`${this.line}\n`));
  }
}
