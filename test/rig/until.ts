/**
 * Waits for a condition, never for a fixed time: tests don't sleep. If the condition never becomes true, fails and says what it waited for.
 */
export async function until(
  what: string | (() => string),
  isTrue: () => boolean | Promise<boolean>,
  limitMs = 90_000,
): Promise<void> {
  const limit = Date.now() + limitMs;
  while (!(await isTrue())) {
    if (Date.now() > limit)
      throw new Error(`timed out after ${limitMs / 1000} s: ${typeof what === 'string' ? what : what()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
