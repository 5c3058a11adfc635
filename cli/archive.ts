import { asc, eq } from 'drizzle-orm';
import { email, name, timeZone } from '../services/input/fields.js';
import { check } from '../services/input/validate.js';
import { fieldSentence } from '../i18n/refusals/index.js';
import { SCOPES } from '../domain/principal.js';
import { createApiKey } from '../services/access/api-keys.js';
import { addArchive } from '../services/archives/archives.js';
import type { Actor } from '../domain/actor.js';
import type { Db } from '../db/client.js';
import { archives } from '../db/schema.js';
import { addUser } from '../services/people/users.js';
import { CommandError, readArguments, table, type Command } from './command.js';
import { withDatabase } from './environment.js';

export const OPERATOR: Actor = { kind: 'operator', name: 'the operator, on the command line' };

function checked(schema: typeof name | typeof email, option: string, value: string): string {
  const checked = check(schema, value);
  if (!checked.problems) return checked.data;
  const words = checked.problems.map((problem) => fieldSentence('en', problem));
  throw new CommandError(`--${option}: ${words.join(' ')}`, true);
}

/** A command that is repeated by mistake must not make a second archive, with a key that nobody looks for. */
async function refuseSecond(db: Db, archiveName: string): Promise<void> {
  const [same] = await db.select({ id: archives.id }).from(archives).where(eq(archives.name, archiveName));
  if (same)
    throw new CommandError(
      `There is an archive "${archiveName}" already (${same.id}). Add --again to make another one of this name.`,
    );
}

export const archiveCreate: Command = {
  name: 'archive create',
  summary: 'Makes an archive with its Primary Administrator and its first API key',
  options: {
    name: { description: 'Of the archive, e.g. "City of Fairview"', value: 'name', required: true },
    'admin-name': { description: 'Of its Primary Administrator', value: 'name', required: true },
    'admin-email': { description: 'Their email address', value: 'address', required: true },
    'time-zone': {
      description:
        'Of the dates in its emails and on its pages, e.g. America/Chicago; else UTC, until Configure names another',
      value: 'zone',
    },
    again: { description: 'Also when there is an archive of this name' },
  },
  async run(args) {
    const { options, switches } = readArguments(this, args);
    const archiveName = checked(name, 'name', options.name!);
    const zone = options['time-zone'];
    const archive = { name: archiveName, timeZone: zone && checked(timeZone, 'time-zone', zone) };
    const admin = {
      name: checked(name, 'admin-name', options['admin-name']!),
      email: checked(email, 'admin-email', options['admin-email']!),
    };
    const made = await withDatabase(({ db }) =>
      db.transaction(async (tx) => {
        if (!switches.has('again')) await refuseSecond(tx, archiveName);
        const { id: archiveId } = await addArchive(tx, archive);
        const standing = { adminRole: 'primary_administrator' as const, isAccountOwner: false };
        const user = await addUser(tx, { archiveId, actor: OPERATOR }, { ...admin, ...standing });
        return {
          archiveId,
          userId: user.id,
          ...(await createApiKey(tx, { archiveId, name: 'first', scopes: SCOPES })),
        };
      }),
    );
    console.log(`Archive                ${made.archiveId}
Primary Administrator  ${made.userId}
API key                ${made.key}

Store the key now: it is not shown again.`);
  },
};

export const archiveList: Command = {
  name: 'archive list',
  summary: 'Lists the archives',
  async run(args) {
    readArguments(this, args);
    const rows = await withDatabase(({ db }) => db.select().from(archives).orderBy(asc(archives.id)));
    console.log(
      table(
        ['archive', 'name', 'since'],
        rows.map(({ id, name: archiveName, createdAt }) => [id, archiveName, createdAt.toISOString()]),
      ),
    );
  },
};
