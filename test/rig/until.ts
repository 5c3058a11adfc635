/** Waits for a condition, never for a time: tests do not sleep. Fails, saying what it waited for, when it does not come true. */
export async function until(what: string, isTrue: () => boolean | Promise<boolean>, limitMs = 90_000): Promise<void> {
  const limit = Date.now() + limitMs;
  while (!(await isTrue())) {
    if (Date.now() > limit) throw new Error(`waited ${limitMs / 1000} s in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
