/** Ends the output with one machine-readable line: `12 passed, 0 failed, 1 skipped`. */
export default class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    // A file that couldn't even be loaded has no tests to count, but still counts as failed.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    this.line = `${results.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
    // Written at the very end of the process, after the summary and any output of the global teardown.
    process.once('exit', () => process.stdout.write(`${this.line}\n`));
  }
}
