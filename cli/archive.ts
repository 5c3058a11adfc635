import type { Actor } from '../domain/actor.js';
import type { SystemPrincipal } from '../domain/principal.js';
import { findArchives } from '../services/archives/archives.js';
import { email, name, timeZone } from '../services/input/fields.js';
import { createArchive } from '../services/operations/create-archive.js';
import { CommandError, parseOption, readArguments, table, type Command } from './command.js';
import { withDatabase } from './environment.js';

export const OPERATOR: Actor = { kind: 'operator', name: 'the operator, on the command line' };

export const asOperator = (archiveId: string): SystemPrincipal => ({ kind: 'system', archiveId, actor: OPERATOR });

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
    const zone = options['time-zone'];
    const archive = {
      name: parseOption(name, 'name', options.name!),
      timeZone: zone && parseOption(timeZone, 'time-zone', zone),
      administrator: {
        name: parseOption(name, 'admin-name', options['admin-name']!),
        email: parseOption(email, 'admin-email', options['admin-email']!),
      },
      again: switches.has('again'),
    };
    const made = await withDatabase((context) => createArchive(context, OPERATOR, archive));
    if (made.outcome === 'name_taken')
      throw new CommandError(
        `There is an archive "${archive.name}" already (${made.archiveId}). Add --again to make another one of this name.`,
      );
    console.log(`Archive                ${made.archiveId}
Primary Administrator  ${made.userId}
API key                ${made.apiKey}

Store the key now: it is not shown again.`);
  },
};

export const archiveList: Command = {
  name: 'archive list',
  summary: 'Lists the archives',
  async run(args) {
    readArguments(this, args);
    const rows = await withDatabase(({ db }) => findArchives(db));
    console.log(
      table(
        ['archive', 'name', 'since'],
        rows.map(({ id, name: archiveName, createdAt }) => [id, archiveName, createdAt.toISOString()]),
      ),
    );
  },
};
