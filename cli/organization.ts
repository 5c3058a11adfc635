/** `relink organization …`: which archives the organization's provider (OpenID Connect) signs people in to. */
import { email as emailField } from '../services/input/fields.js';
import { listServedArchives, serveArchive, stopServingArchive } from '../services/operations/oidc-issuers.js';
import { unlinkOrganization } from '../services/people/unlink-organization.js';
import { findUserByEmail } from '../services/people/users.js';
import { asOperator } from './archive.js';
import { CommandError, parseOption, readArguments, table, type Command } from './command.js';
import { environment, withDatabase } from './environment.js';

const ARCHIVE = { description: 'The archive', value: 'id', required: true } as const;
const ISSUER = { description: 'The provider (default: OIDC_ISSUER)', value: 'url' } as const;

export const organizationList: Command = {
  name: 'organization list',
  summary: 'Lists which archives people sign in to with their organization (OpenID Connect)',
  async run(args) {
    readArguments(this, args);
    const { isEveryArchive, served } = await withDatabase(({ db }) => listServedArchives(db));
    const everywhere = environment().OIDC_ISSUER ?? 'OIDC_ISSUER';
    const shown = (issuer: string | null) => issuer ?? (isEveryArchive ? everywhere : 'none');
    console.log(
      table(
        ['archive', 'name', 'provider', 'linked people'],
        served.map(({ archiveId, name, issuer, linked }) => [archiveId, name, shown(issuer), String(linked)]),
      ),
    );
    if (isEveryArchive)
      console.log('\nNo archive was named yet, so the provider serves all of them. Name those that it may serve.');
  },
};

export const organizationServe: Command = {
  name: 'organization serve',
  summary: 'Lets the provider sign people in to this archive. Archives that were never named are no longer served',
  options: { archive: ARCHIVE, issuer: ISSUER },
  async run(args) {
    const { options } = readArguments(this, args);
    const issuer = issuerOf(options.issuer);
    const done = await withDatabase((context) => serveArchive(context, options.archive!, issuer));
    if (!done) throw noArchive(options.archive!);
    console.log(`${issuer} now signs people in to ${options.archive}.`);
  },
};

export const organizationStop: Command = {
  name: 'organization stop',
  summary: 'Lets no provider sign people in to this archive. Sessions that have begun go on',
  options: { archive: ARCHIVE, issuer: { ...ISSUER, description: 'The provider that goes on serving the others' } },
  async run(args) {
    const { options } = readArguments(this, args);
    const issuer = issuerOf(options.issuer);
    const done = await withDatabase((context) => stopServingArchive(context, options.archive!, issuer));
    if (!done) throw noArchive(options.archive!);
    console.log(`No provider signs people in to ${options.archive} anymore.`);
  },
};

export const organizationUnlink: Command = {
  name: 'organization unlink',
  summary: 'Unlinks a person from their account at the organization, so that a new account can be linked',
  options: { archive: ARCHIVE, email: { description: 'The person’s email address', value: 'address', required: true } },
  async run(args) {
    const { options } = readArguments(this, args);
    const archiveId = options.archive!;
    const email = parseOption(emailField, 'email', options.email!);
    const unlinked = await withDatabase(async (context) => {
      const user = await findUserByEmail(context.db, archiveId, email);
      if (!user) throw new CommandError(`No one in ${archiveId} has the address ${email}.`);
      return unlinkOrganization(context, asOperator(archiveId), user.id);
    });
    console.log(
      unlinked
        ? `${email} is unlinked. The next account of the organization with this address is linked.`
        : `${email} isn’t linked to an account of the organization.`,
    );
  },
};

function issuerOf(given: string | undefined): string {
  const issuer = given ?? environment().OIDC_ISSUER;
  if (issuer === undefined) throw new CommandError('Add --issuer <url>, or set OIDC_ISSUER.', true);
  if (URL.canParse(issuer)) return issuer;
  throw new CommandError(`"${issuer}" isn’t a URL. Write the provider’s issuer, such as https://login.example.org.`);
}

const noArchive = (id: string) => new CommandError(`There’s no archive ${id}. List them with \`archive list\`.`);
