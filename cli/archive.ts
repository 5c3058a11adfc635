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
  summary: 'Creates an archive with its Primary Administrator and first API key',
  options: {
    name: { description: 'Name of the archive, such as "City of Fairview"', value: 'name', required: true },
    'admin-name': { description: 'Name of its Primary Administrator', value: 'name', required: true },
    'admin-email': { description: 'Email address of its Primary Administrator', value: 'address', required: true },
    'time-zone': {
      description:
        'Time zone of dates in its emails and pages, such as America/Chicago (default: UTC; can be changed in Configure)',
      value: 'zone',
    },
    again: { description: 'Create it even if another archive has this name' },
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
      allowDuplicate: switches.has('again'),
    };
    const created = await withDatabase((context) => createArchive(context, OPERATOR, archive));
    if (created.outcome === 'name_taken')
      throw new CommandError(
        `An archive named "${archive.name}" already exists (${created.archiveId}). To create another one with this name, add --again.`,
      );
    console.log(`Archive                ${created.archiveId}
Primary Administrator  ${created.userId}
API key                ${created.apiKey}

Store the key now. It won’t be shown again.`);
  },
};

export const archiveList: Command = {
  name: 'archive list',
  summary: 'Lists archives',
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
