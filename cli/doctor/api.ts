import type { Config } from '../../platform/config.js';
import { diagnose, type Diagnosis } from './diagnosis.js';

const ADVICE = 'Is the API running, and is PUBLIC_URL right?';
const TIMEOUT_MS = 10_000;

/** Checks the API at the address that people use, so whatever is between them and the API is checked too. */
export async function apiDiagnosis({ publicUrl }: Config): Promise<Diagnosis[]> {
  const api = await diagnose('API', ADVICE, async () => {
    const url = `${publicUrl}/readyz`;
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch((error: Error) => error);
    if (response instanceof Error) return { ok: false, detail: `${url} doesn’t respond. ${ADVICE}` };
    return response.ok
      ? { ok: true, detail: `${publicUrl} responds and is ready` }
      : { ok: false, detail: `${url} returned ${response.status}: ${(await response.text()).slice(0, 200)}` };
  });
  return [api];
}
