/**
 * Shows again how a sign-in ended: after Back, a reload, or in a second tab. Only the browser that finished the sign-in can see it, for ten
 * minutes. A tab that comes while the first one is still asking the network waits for its result.
 */
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import type { PersonPrincipal } from '../../domain/principal.js';
import type { Context } from '../../platform/context.js';
import { readArchiveSummary } from '../archives/summary.js';
import { isSessionEnded } from '../sessions/end-sessions.js';
import { readUsedSignIn, saveOutcome, type StoredSignIn } from './oauth-states.js';
import { offerAgain, type SignInOutcome } from './outcome.js';

type WithoutPlace<T> = T extends SignInOutcome ? Omit<T, 'signIn' | 'archive'> : never;
/** What is kept: the names and ids that the person was shown. The rest is read from where it stands. */
type KeptOutcome = WithoutPlace<SignInOutcome>;

/** The column holds only what `keepOutcome` wrote. */
const Kept = z.custom<KeptOutcome>((value) => z.looseObject({ outcome: z.string() }).safeParse(value).success);

export async function keepOutcome({ db }: Pick<Context, 'db'>, ended: SignInOutcome): Promise<void> {
  const { signIn, archive: _archive, ...kept } = ended;
  await saveOutcome(db, signIn.hash, kept);
}

async function isHidden({ db }: Pick<Context, 'db'>, { archiveId, actor }: StoredSignIn, kept: KeptOutcome) {
  if (actor.sessionId === undefined) return false;
  if (kept.outcome === 'refused' && kept.refusal.refusal.code === 'session_ended') return false;
  return isSessionEnded(db, archiveId, actor.sessionId);
}

/** Longer than a network usually takes, shorter than a proxy waits. */
const PATIENCE_MS = 15_000;
const LOOK_EVERY_MS = 150;
/** Longer than any network can keep a sign-in waiting. After that, the process that asked it has ended. */
const ABANDONED_MS = 120_000;

/** Null: this browser has not used such a sign-in, or no result of it is left. `unfinished`: the network has not answered yet. */
export async function recallOutcome(
  context: Context,
  { hash, nonce, visitor }: { hash: Buffer; nonce: string; visitor: PersonPrincipal | null },
  patienceMs = PATIENCE_MS,
): Promise<SignInOutcome | { outcome: 'unfinished' } | null> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const used = await readUsedSignIn(context.db, hash, nonce);
    if (!used) return null;
    if (used.outcome !== null) {
      const { signIn } = used;
      const kept = Kept.parse(used.outcome);
      // Whoever uses this browser after the person signed out doesn't see what they did.
      if (await isHidden(context, signIn, kept)) return null;
      const archive = await readArchiveSummary(context, signIn.archiveId);
      if (kept.outcome !== 'refused') return { ...kept, signIn, archive };
      return { ...kept, signIn, archive, transfer: await offerAgain(context, signIn, kept.transfer, visitor) };
    }
    if (used.takenMs > ABANDONED_MS) return null;
    if (Date.now() >= until) return { outcome: 'unfinished' };
    await setTimeout(LOOK_EVERY_MS);
  }
}
