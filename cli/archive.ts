import type { Actor } from '../domain/actor.js';
import type { SystemPrincipal } from '../domain/principal.js';
import { findArchives } from '../services/archives/archives.js';
import { email, name, timeZone } from '../services/input/fields.js';
import { label } from '../services/archives/settings.js';
import { createArchive } from '../services/operations/create-archive.js';
import { renameArchive, type NewNames } from '../services/operations/rename-archive.js';
import type { ArchiveReadAs } from '../services/archives/archive-names.js';
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
  },
  async run(args) {
    const { options } = readArguments(this, args);
    const zone = options['time-zone'];
    const archive = {
      name: parseOption(name, 'name', options.name!),
      timeZone: zone && parseOption(timeZone, 'time-zone', zone),
      administrator: {
        name: parseOption(name, 'admin-name', options['admin-name']!),
        email: parseOption(email, 'admin-email', options['admin-email']!),
      },
    };
    const created = await withDatabase((context) => createArchive(context, OPERATOR, archive));
    if (created.outcome === 'name_taken') throw nameTaken(archive.name, created.other);
    console.log(`Archive                ${created.archiveId}
Primary Administrator  ${created.userId}
API key                ${created.apiKey}

Store the key now. It won’t be shown again.`);
  },
};

export const archiveRename: Command = {
  name: 'archive rename',
  summary: 'Changes what an archive, or its product, is called',
  details: `People decide by these names whether to sign in and connect accounts. So an archive’s own administrators can’t change them; they ask you.
Names must differ as people read them: case, spaces, accents, and look-alike letters don’t count.`,
  argument: '<archive id>',
  options: {
    name: { description: 'New name of the archive', value: 'name' },
    'product-name': { description: 'What its pages and emails call the product', value: 'name' },
    'default-product': { description: 'Call the product as the installation does (PRODUCT_NAME)' },
  },
  async run(args) {
    const { options, switches, argument: archiveId = '' } = readArguments(this, args);
    const product = options['product-name'];
    const names: NewNames = {
      ...(options.name !== undefined && { name: parseOption(name, 'name', options.name) }),
      ...(product !== undefined && { productName: parseOption(label, 'product-name', product) }),
      ...(switches.has('default-product') && { productName: null }),
    };
    if (Object.keys(names).length === 0)
      throw new CommandError('Add --name <name>, --product-name <name>, or --default-product.', true);
    const renamed = await withDatabase((context) => renameArchive(context, OPERATOR, archiveId, names));
    if (renamed.outcome === 'no_archive')
      throw new CommandError(`There’s no archive ${archiveId}. \`archive list\` shows all of them.`);
    if (renamed.outcome === 'name_taken') throw nameTaken(names.name ?? '', renamed.other);
    if (renamed.outcome === 'product_name_taken') throw nameTaken(names.productName ?? '', renamed.other);
    console.log(`${renamed.outcome === 'renamed' ? 'Saved.' : 'Nothing changed.'}

Archive  ${renamed.name}
Product  ${renamed.productName ?? 'as the installation calls it'}`);
  },
};

const nameTaken = (wanted: string, { id, name, alias }: ArchiveReadAs): CommandError =>
  new CommandError(
    `People could take "${wanted}" for the archive "${name}" (${id})${alias ? `, whose product or sender is called "${alias}"` : ''}. Choose a name that tells them apart, for example, with the state.`,
  );

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
