/** `/v1/archive`: the archive's settings, including those of the series. */
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
    name: z.string().meta({
      description:
        'What people know the archive by. Only the operator changes it, with `archive rename` on the command line',
    }),
    productName: z.string().meta({
      description:
        'What pages and emails call the product. Only the operator changes it, with `archive rename` on the command line. If the archive has no name of its own for it, this is the installation’s name',
    }),
    senderName: z.string().nullable().meta({ description: 'The sender name of emails; null for the product name' }),
    timeZone: z.string(),
    locale: locale.meta({ description: 'The language of emails and pages for people who haven’t chosen one' }),
    stepDays: z
      .array(z.int())
      .meta({ description: 'When each email of a series is due, in days after the series begins' }),
    seriesDays: z.int().meta({ description: 'When the next series begins, in days after the series begins' }),
    signInKey: z.record(z.string(), z.unknown()).nullable().meta({
      description:
        'The public key that verifies sign-ins from the archive’s own login (single sign-on); null if it isn’t used',
    }),
    surgeHold: SurgeHoldSettings.meta({
      description:
        'When many accounts on one network are reported at once, their emails wait up to 2 hours for a decision',
    }),
    createdAt: instantOut,
  })
  .meta({ id: 'Archive' });

/** Rounds the share, because the database stores it as a four-byte float. */
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
    summary: 'Get the settings',
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
    description:
      'In open disconnects, the email that’s already scheduled keeps its date. New days apply to the emails after it. `name` and `productName` are the operator’s: they’re refused with 403 `set_by_operator`.',
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
