export interface Diagnosis {
  what: string;
  ok: boolean;
  /** Nobody can tell from here; it counts neither way. */
  unsure?: boolean;
  /** What is there, or what to do. */
  detail: string;
}

/** An attempt that fails is a diagnosis too. */
export async function diagnose(
  what: string,
  advice: string,
  look: () => Promise<Omit<Diagnosis, 'what'>>,
): Promise<Diagnosis> {
  try {
    return { what, ...(await look()) };
  } catch (error) {
    const message = error instanceof Error ? error.message || error.name : String(error);
    return { what, ok: false, detail: `${message}. ${advice}` };
  }
}

export function show(diagnoses: readonly Diagnosis[]): void {
  for (const { what, ok, unsure, detail } of diagnoses)
    console.log(`${ok ? 'ok   ' : unsure ? '?    ' : 'WRONG'}  ${what.padEnd(17)}  ${detail}`);
}
