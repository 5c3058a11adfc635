/** `/v1/archive`: the settings of the archive, among them those of the series. */
import { z } from 'zod';
import { changeSettings, readArchive, type Archive } from '../services/archives/archives.js';
import { recordAudit } from '../services/audit/audit-log.js';
import { STEPS } from '../domain/series.js';
import type { Locale } from '../domain/locales.js';
import { instantOut, iso, locale, text, timeZone } from '../services/input/fields.js';
import { problem } from '../services/input/problem.js';
import { mayAdmit } from '../domain/principal.js';
import { read, write, type Route } from '../http/route.js';
import { signInKey, SignInKeyOut } from './sign-in-key.js';

const label = text(80);
/** Providers of mail read an address of their own out of these marks, wherever they stand. */
const senderName = label.regex(/^[^<>]*$/, { error: problem('angle_brackets') });
const MAX_DAYS = 366;

/** Both must be exceeded within ten minutes. */
const SurgeHoldSettings = z.strictObject({
  enabled: z.boolean(),
  share: z.number().min(0.01).max(1).meta({ description: 'Of the network’s accounts in use; 0.2 is 20 %' }),
  count: z.int().min(1).max(100_000),
});

/** The database keeps four bytes of it. */
const round = (share: number) => Math.round(share * 10_000) / 10_000;

function columnsOf(surgeHold: Partial<z.output<typeof SurgeHoldSettings>> = {}) {
  const { enabled, share, count } = surgeHold;
  return {
    ...(enabled !== undefined && { surgeHoldEnabled: enabled }),
    ...(share !== undefined && { surgeHoldShare: share }),
    ...(count !== undefined && { surgeHoldCount: count }),
  };
}

const ArchiveOut = z
  .object({
    id: z.string(),
    name: z.string(),
    productName: z.string().meta({ description: 'In the first email’s subject' }),
    senderName: z.string().nullable().meta({ description: 'Whom emails come from; null: the product name' }),
    timeZone: z.string(),
    locale: locale.meta({ description: 'The language of emails and pages for people who chose none' }),
    stepDays: z.array(z.int()).meta({ description: 'Days after the series began on which its emails are due' }),
    seriesDays: z.int().meta({ description: 'The day on which the next series begins' }),
    signInKey: SignInKeyOut.nullable().meta({
      description: 'The public key with which the archive’s own login signs its people in; null: it does not',
    }),
    surgeHold: SurgeHoldSettings.meta({
      description:
        'When many accounts of one network are reported at once, their emails wait for a decision, two hours at most',
    }),
    createdAt: instantOut,
  })
  .meta({ id: 'Archive' });

const archiveView = (archive: Archive): z.input<typeof ArchiveOut> => ({
  id: archive.id,
  name: archive.name,
  productName: archive.productName,
  senderName: archive.senderName,
  timeZone: archive.timeZone,
  locale: archive.locale as Locale,
  stepDays: archive.stepDays,
  seriesDays: archive.seriesDays,
  signInKey: archive.signInKey,
  surgeHold: { enabled: archive.surgeHoldEnabled, share: round(archive.surgeHoldShare), count: archive.surgeHoldCount },
  createdAt: iso(archive.createdAt),
});

const tag = 'Archive';
const answers = { 200: { description: 'The archive', body: ArchiveOut } };

export const changeArchive = write({
  method: 'patch',
  path: '/v1/archive',
  summary: 'Change the settings',
  description: 'New days apply to a running disconnect from the next email that it has not begun to wait for.',
  tag,
  access: { scope: 'manage', audience: 'managers' },
  body: z.strictObject({
    name: text(200).optional(),
    productName: label.optional(),
    senderName: senderName.nullable().optional(),
    timeZone: timeZone.optional(),
    locale: locale.optional(),
    stepDays: z.array(z.int().min(0).max(MAX_DAYS)).length(STEPS).optional(),
    seriesDays: z.int().min(1).max(MAX_DAYS).optional(),
    signInKey: signInKey.nullable().optional(),
    surgeHold: SurgeHoldSettings.partial().optional(),
  }),
  answers,
  async handle({ tx, archiveId, actor, principal, body }) {
    if (body.signInKey) mayAdmit(principal);
    const { surgeHold, ...settings } = body;
    const archive = await changeSettings(tx, archiveId, { ...settings, ...columnsOf(surgeHold) });
    await recordAudit(tx, [{ archiveId, type: 'settings_changed', actor, detail: { ...body } }]);
    return { status: 200, body: archiveView(archive) };
  },
});

export const archiveRoutes: Route[] = [
  read({
    path: '/v1/archive',
    summary: 'Read the settings',
    tag,
    access: { scope: 'read', audience: 'administrators' },
    answers,
    handle: async ({ db, archiveId }) => ({ status: 200, body: archiveView(await readArchive(db, archiveId)) }),
  }),
  changeArchive,
];
