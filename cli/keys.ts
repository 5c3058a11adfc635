import type { Db } from '../db/client.js';
import { SCOPES, sortScopes } from '../domain/principal.js';
import {
  createApiKey,
  findApiKeys,
  findWorkingApiKey,
  NewApiKeyInput,
  revokeApiKey,
} from '../services/access/api-keys.js';
import { findArchives } from '../services/archives/archives.js';
import { asOperator } from './archive.js';
import { CommandError, parseOption, readArguments, table, type Command } from './command.js';
import { withDatabase } from './environment.js';

export const keysList: Command = {
  name: 'keys list',
  summary: 'Lists API keys, by their last characters',
  options: { archive: { description: 'Only keys of this archive', value: 'id' } },
  async run(args) {
    const { options } = readArguments(this, args);
    const { keys, names } = await withDatabase(async ({ db }) => {
      if (options.archive !== undefined) await requireArchive(db, options.archive);
      return {
        keys: await findApiKeys(db, options.archive),
        names: new Map((await findArchives(db)).map((archive) => [archive.id, archive.name])),
      };
    });
    const state = (revokedAt: Date | null) => (revokedAt ? `revoked ${revokedAt.toISOString()}` : 'active');
    console.log(
      table(
        ['key', 'archive', 'archive’s name', 'name', 'ends in', 'scopes', 'responsible', 'last used', 'state'],
        keys.map((key) => [
          key.id,
          key.archiveId,
          names.get(key.archiveId) ?? '',
          key.name,
          key.hint,
          key.scopes.join(','),
          key.responsibleId ?? 'the archive',
          key.lastUsedAt?.toISOString() ?? 'never',
          state(key.revokedAt),
        ]),
      ),
    );
  },
};

export const keysCreate: Command = {
  name: 'keys create',
  summary: 'Creates an API key and shows it once',
  options: {
    archive: { description: 'Archive that the key is for', value: 'id', required: true },
    name: { description: 'What the key is for, such as "capture engine"', value: 'name', required: true },
    scopes: { description: `Any of ${SCOPES.join(', ')} (default: all)`, value: 'a,b' },
  },
  async run(args) {
    const { options } = readArguments(this, args);
    const scopes = options.scopes?.split(',').map((scope) => scope.trim()) ?? [...SCOPES];
    const unknown = scopes.filter((scope) => !SCOPES.some((known) => known === scope));
    if (unknown.length > 0)
      throw new CommandError(`There’s no scope "${unknown.join('", "')}". Choose from ${SCOPES.join(', ')}.`, true);
    const archiveId = options.archive!;
    const input = {
      name: parseOption(NewApiKeyInput.shape.name, 'name', options.name!),
      scopes: sortScopes(scopes),
    };
    const created = await withDatabase(async (context) => {
      await requireArchive(context.db, archiveId);
      return createApiKey(context, asOperator(archiveId), input);
    });
    console.log(`Key      ${created.id}\nAPI key  ${created.key}\n\nStore the key now. It won’t be shown again.`);
  },
};

export const keysRevoke: Command = {
  name: 'keys revoke',
  summary: 'Revokes an API key',
  argument: '<key id>',
  async run(args) {
    const { argument } = readArguments(this, args);
    const revoked = await withDatabase(async (context) => {
      const key = await findWorkingApiKey(context.db, argument!);
      if (!key) throw new CommandError(`There’s no active key ${argument}. \`keys list\` shows the keys.`);
      await revokeApiKey(context, asOperator(key.archiveId), key.id);
      return key;
    });
    console.log(`The key ${revoked.id} ("${revoked.name}", ends in ${revoked.hint}) was revoked.`);
  },
};

async function requireArchive(db: Db, archiveId: string): Promise<void> {
  const known = await findArchives(db);
  if (!known.some(({ id }) => id === archiveId))
    throw new CommandError(`There’s no archive ${archiveId}. \`archive list\` shows the archives.`);
}
