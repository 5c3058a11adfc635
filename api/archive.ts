/** `/v1/archive`: the settings of the archive, among them those of the series. */
import { z } from 'zod';
import { changeSettings, readArchive, type Archive } from '../db/archives.js';
import { recordAudit } from '../db/audit.js';
import { STEPS } from '../domain/series.js';
import { instantOut, iso, text } from './fields.js';
import { read, write, type Route } from './route.js';

const label = text(80);
const MAX_DAYS = 366;

const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, { error: 'Give a time zone of the IANA database, e.g. "America/Chicago".' });

function isTimeZone(zone: string): boolean {
  try {
    // Offsets such as "+02:00" are accepted too, but know no daylight saving.
    return /^[A-Za-z]/.test(zone) && Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}

const ArchiveOut = z
  .object({
    id: z.string(),
    name: z.string(),
    productName: z.string().meta({ description: 'In the first email’s subject' }),
    senderName: z.string().nullable().meta({ description: 'Whom emails come from; null: the product name' }),
    timeZone: z.string(),
    stepDays: z.array(z.int()).meta({ description: 'Days after the series began on which its emails are due' }),
    seriesDays: z.int().meta({ description: 'The day on which the next series begins' }),
    createdAt: instantOut,
  })
  .meta({ id: 'Archive' });

const archiveView = (archive: Archive): z.input<typeof ArchiveOut> => ({
  id: archive.id,
  name: archive.name,
  productName: archive.productName,
  senderName: archive.senderName,
  timeZone: archive.timeZone,
  stepDays: archive.stepDays,
  seriesDays: archive.seriesDays,
  createdAt: iso(archive.createdAt),
});

const tag = 'Archive';
const answers = { 200: { description: 'The archive', body: ArchiveOut } };

export const archiveRoutes: Route[] = [
  read({
    path: '/v1/archive',
    summary: 'Read the settings',
    tag,
    access: { scope: 'read', people: 'administrators' },
    answers,
    handle: async ({ db, archiveId }) => ({ status: 200, body: archiveView(await readArchive(db, archiveId)) }),
  }),
  write({
    method: 'patch',
    path: '/v1/archive',
    summary: 'Change the settings',
    description: 'New days apply to a running disconnect from the next email that it has not begun to wait for.',
    tag,
    access: { scope: 'manage', people: 'managers' },
    body: z.strictObject({
      name: text(200).optional(),
      productName: label.optional(),
      senderName: label.nullable().optional(),
      timeZone: timeZone.optional(),
      stepDays: z.array(z.int().min(0).max(MAX_DAYS)).length(STEPS).optional(),
      seriesDays: z.int().min(1).max(MAX_DAYS).optional(),
    }),
    answers,
    async handle({ tx, archiveId, actor, body }) {
      const archive = await changeSettings(tx, archiveId, body);
      await recordAudit(tx, [{ archiveId, type: 'settings_changed', actor, detail: { ...body } }]);
      return { status: 200, body: archiveView(archive) };
    },
  }),
];
