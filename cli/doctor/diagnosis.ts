export interface Diagnosis {
  what: string;
  ok: boolean;
  /** Whether this can't be determined from here. Such a diagnosis isn't counted as a problem. */
  unsure?: boolean;
  /** What was found, or what to do. */
  detail: string;
}

/** Runs a check. If it throws, the error becomes the diagnosis. */
export async function diagnose(
  what: string,
  advice: string,
  check: () => Promise<Omit<Diagnosis, 'what'>>,
): Promise<Diagnosis> {
  try {
    return { what, ...(await check()) };
  } catch (error) {
    const message = error instanceof Error ? error.message || error.name : String(error);
    return { what, ok: false, detail: `${message}. ${advice}` };
  }
}

export function show(diagnoses: readonly Diagnosis[]): void {
  for (const { what, ok, unsure, detail } of diagnoses)
    console.log(`${ok ? 'ok   ' : unsure ? '?    ' : 'WRONG'}  ${what.padEnd(17)}  ${detail}`);
}
