/** The settings of an archive, including those of its email series. */
import { isDeepStrictEqual } from 'node:util';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { SignInKeyChange } from '../../domain/email-requests.js';
import { MAX_SURGE_COUNT } from '../../domain/limits.js';
import { requireActScope, requireFreshSignIn, type Principal } from '../../domain/principal.js';
import { Refusal } from '../../domain/refusal.js';
import { MAX_SERIES_DAYS, planProblem, STEPS } from '../../domain/series.js';
import { archives } from '../../db/schema.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { endSessionsOfSignInKey } from '../sessions/end-sessions.js';
import { SignInKeyInput } from './sign-in-key.js';
import { recordAudit } from '../audit/audit-log.js';
import { requestSecurityNotices } from '../outbox/security-notices.js';
import { freeText, locale, name as archiveName, timeZone } from '../input/fields.js';
import { problem } from '../input/problem.js';
import { invalid } from '../input/validate.js';
import { ADMINISTRATORS_READ, MANAGERS, useCase } from '../use-case.js';
import { findSenderNameProblem } from './archive-names.js';
import { findArchive, type Archive } from './archives.js';

/** Text for a sender name. Mail providers parse an address out of angle brackets anywhere in it, so they aren't allowed. */
export const label = freeText(80).regex(/^[^<>]*$/, { error: problem('angle_brackets') });

/** A surge hold begins when both `share` and `count` are exceeded within ten minutes. */
export const SurgeHoldSettings = z.strictObject({
  enabled: z.boolean(),
  share: z.number().min(0.01).max(1).meta({ description: 'The share of the network’s active accounts; 0.2 is 20%' }),
  count: z.int().min(1).max(MAX_SURGE_COUNT),
});

const OPERATORS = 'Only the operator can change it. It can be sent along unchanged';

/** Omitted settings stay unchanged. */
export const ArchiveSettingsInput = z
  .strictObject({
    name: archiveName.meta({ description: OPERATORS }),
    productName: label.nullable().meta({ description: OPERATORS }),
    senderName: label.nullable(),
    timeZone,
    locale,
    stepDays: z.array(z.int().min(0).max(MAX_SERIES_DAYS)).length(STEPS),
    seriesDays: z.int().min(1).max(MAX_SERIES_DAYS),
    signInKey: SignInKeyInput.nullable(),
    surgeHold: SurgeHoldSettings.partial(),
  })
  .partial();

export const readArchive = useCase(ADMINISTRATORS_READ, ({ context, archiveId }) => findArchive(context.db, archiveId));

/**
 * Changes the given settings. An open disconnect keeps the time of the email that it is waiting for; new days apply to the emails
 * after that. Setting a sign-in key requires the `act` scope, because the key's holder can sign people in.
 * @throws {Refusal} `series_settings` when the days don't form a valid series; `scope_missing`; `set_by_operator`;
 * `sender_name_taken` when the sender would look like someone else; `invalid_request` when it looks like an address;
 * `fresh_sign_in_required` for another sign-in key or sender name, and for other days of the series
 */
export const changeArchiveSettings = useCase(
  MANAGERS,
  async ({ context, principal, archiveId, actor }, change: z.output<typeof ArchiveSettingsInput>): Promise<Archive> => {
    if (change.signInKey) requireActScope(principal);
    const { productName: installed } = context.config;
    return inUnitOfWork(context, async ({ tx, notify }) => {
      // Locked, because two concurrent changes could each be valid with the old days but not with each other.
      await tx.select().from(archives).where(eq(archives.id, archiveId)).for('no key update');
      const archive = await findArchive(tx, archiveId);
      const found = planProblem({ ...archive, ...change });
      if (found) throw new Refusal('series_settings', { errors: [found] });
      const { name, productName, ...columns } = changesOf(archive, columnsOf(change));
      if (name !== undefined) throw new Refusal('set_by_operator', { setting: 'name' });
      // Reading the settings shows the installation's name for an archive without its own.
      if (productName !== undefined && (productName ?? installed) !== (archive.productName ?? installed))
        throw new Refusal('set_by_operator', { setting: 'productName' });
      if (Object.keys(columns).length === 0) return archive;
      const { senderName } = columns;
      const wrong = senderName ? await findSenderNameProblem(tx, archiveId, senderName, installed) : null;
      if (wrong === 'taken') throw new Refusal('sender_name_taken', {});
      if (wrong === 'address') throw invalid([{ path: 'senderName', code: 'name_like_address', params: {} }]);
      if (NEED_FRESH_SIGN_IN.some((column) => column in columns)) requireFreshSignIn(principal);
      const [changed] = await tx.update(archives).set(columns).where(eq(archives.id, archiveId)).returning();
      // Whoever got in with the former key, such as a thief of it, is signed out.
      if (columns.signInKey !== undefined) await endSessionsOfSignInKey(tx, archiveId, sessionIdOf(principal));
      await recordAudit(tx, [{ archiveId, type: 'settings_changed', actor, detail: columns }]);
      if ('signInKey' in columns) {
        const change = { change: signInKeyChange(archive, changed!) };
        await requestSecurityNotices(tx, { archiveId, change, by: actor });
        notify(`mail:${archiveId}`);
      }
      return changed!;
    });
  },
);

/** The holder of a sign-in key gets in, nobody would notice that emails come months later, and people trust a sender by its name. */
const NEED_FRESH_SIGN_IN = ['signInKey', 'stepDays', 'seriesDays', 'senderName'] as const;

const sessionIdOf = (principal: Principal): string | null =>
  principal.kind === 'person' && principal.via.kind === 'login' ? principal.via.sessionId : null;

function signInKeyChange(before: Archive, after: Archive): SignInKeyChange['change'] {
  if (after.signInKey === null) return 'sign_in_key_removed';
  return before.signInKey === null ? 'sign_in_key_set' : 'sign_in_key_replaced';
}

/** Returns only the columns whose value changes. */
const changesOf = <C extends Partial<Archive>>(archive: Archive, columns: C): Partial<C> =>
  Object.fromEntries(
    Object.entries(columns).filter(([name, value]) => !isDeepStrictEqual(value, archive[name as keyof Archive])),
  ) as Partial<C>;

function columnsOf({ surgeHold = {}, ...settings }: z.output<typeof ArchiveSettingsInput>) {
  const { enabled, share, count } = surgeHold;
  return {
    ...settings,
    ...(enabled !== undefined && { surgeHoldEnabled: enabled }),
    ...(share !== undefined && { surgeHoldShare: share }),
    ...(count !== undefined && { surgeHoldCount: count }),
  };
}
