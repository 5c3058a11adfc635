/** `/v1/archive`: the settings of the archive, among them those of the series. */
import { z } from 'zod';
import type { Locale } from '../domain/locales.js';
import type { Context } from '../platform/context.js';
import { read, write, type Route } from '../http/route.js';
import type { Archive } from '../services/archives/archives.js';
import {
  ArchiveSettingsInput,
  changeArchiveSettings,
  readArchive,
  SurgeHoldSettings,
} from '../services/archives/settings.js';
import { instantOut, iso, locale } from '../services/input/fields.js';

const ArchiveOut = z
  .object({
    id: z.string(),
    name: z.string(),
    productName: z.string().meta({
      description:
        'What users know the product as, on pages and in emails. Where the archive has no name of its own for it (null in a change), the installation’s',
    }),
    senderName: z.string().nullable().meta({ description: 'Whom emails come from; null: the product name' }),
    timeZone: z.string(),
    locale: locale.meta({ description: 'The language of emails and pages for people who chose none' }),
    stepDays: z.array(z.int()).meta({ description: 'Days after the series began on which its emails are due' }),
    seriesDays: z.int().meta({ description: 'The day on which the next series begins' }),
    signInKey: z.record(z.string(), z.unknown()).nullable().meta({
      description: 'The public key with which the archive’s own login signs its people in; null: it does not',
    }),
    surgeHold: SurgeHoldSettings.meta({
      description:
        'When many accounts of one network are reported at once, their emails wait for a decision, two hours at most',
    }),
    createdAt: instantOut,
  })
  .meta({ id: 'Archive' });

/** The database keeps four bytes of it. */
const round = (share: number) => Math.round(share * 10_000) / 10_000;

const archiveView = (archive: Archive, { config }: Pick<Context, 'config'>): z.input<typeof ArchiveOut> => ({
  id: archive.id,
  name: archive.name,
  productName: archive.productName ?? config.productName,
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

export const archiveRoutes: Route[] = [
  read({
    path: '/v1/archive',
    summary: 'Read the settings',
    tag,
    access: readArchive.access,
    answers,
    handle: async ({ context, principal }) => ({
      status: 200,
      body: archiveView(await readArchive(context, principal), context),
    }),
  }),
  write({
    method: 'patch',
    path: '/v1/archive',
    summary: 'Change the settings',
    description: 'New days apply to a running disconnect from the next email that it has not begun to wait for.',
    tag,
    access: changeArchiveSettings.access,
    body: ArchiveSettingsInput,
    answers,
    handle: async ({ context, principal, body }) => ({
      status: 200,
      body: archiveView(await changeArchiveSettings(context, principal, body), context),
    }),
  }),
];
