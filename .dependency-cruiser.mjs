/**
 * Which folder can import which, types included; `npm run layers` checks it, and docs/design.md has a diagram.
 * Each layer is listed after everything that it can import, so a cycle can't be declared.
 */
export const LAYERS = {
  domain: [],
  i18n: ['domain'],
  networks: ['domain'],
  db: ['domain'],
  emails: ['domain', 'i18n'],
  platform: ['domain', 'db', 'networks', 'emails'],
  services: ['domain', 'db', 'networks', 'emails', 'platform'],
  http: ['domain', 'i18n', 'platform', 'services'],
  api: ['domain', 'i18n', 'emails', 'platform', 'services', 'http'],
  web: ['domain', 'i18n', 'emails', 'platform', 'services', 'http'],
  activities: ['domain', 'platform', 'services'],
  workflows: ['domain', 'activities'],
  temporal: ['domain', 'platform', 'services', 'workflows'],
  cli: ['domain', 'i18n', 'db', 'networks', 'platform', 'services', 'workflows', 'temporal'],
};

/** The folders of services/. Each can import only those before it. */
export const FEATURES = [
  'input',
  'audit',
  'sessions',
  'outbox',
  'archives',
  'troubles',
  'access',
  'disconnects',
  'credentials',
  'imports',
  'people',
  'accounts',
  'transfers',
  'reconnect',
  'mail',
  'dashboard',
  'operations',
];

/** Packages that shape a whole folder, and the folders that can import them. */
const PACKAGES = {
  'drizzle-orm|postgres': ['db', 'platform', 'services'],
  express: ['http', 'api', 'web'],
  'react|react-dom': ['emails', 'web'],
  '@temporalio/worker': [],
};

const names = Object.keys(LAYERS);
for (const [i, [name, allowed]] of Object.entries(LAYERS).entries())
  for (const other of allowed)
    if (!names.slice(0, i).includes(other))
      throw new Error(`${name}/ comes before ${other}/, so it must not import it`);

const anyOf = (parts) => `(?:${parts.join('|')})`;
const within = (folders) => `^${anyOf(folders)}/`;
const packages = (list) => `node_modules/${anyOf(list)}/`;
const PRODUCTION = `^(?:${anyOf(names)}/|(?:server|worker|relink)\\.ts$)`;

const layerRules = Object.entries(LAYERS).map(([name, allowed]) => ({
  name: `${name}-imports-only-what-is-below`,
  severity: 'error',
  from: { path: `^${name}/` },
  to: { pathNot: [within([name, ...allowed]), 'node_modules'], dependencyTypesNot: ['core'] },
}));

const featureRules = FEATURES.map((name, i) => ({
  name: `services-${name}-comes-before`,
  comment: 'Features point one way (FEATURES in .dependency-cruiser.mjs); what two share is in an earlier one.',
  severity: 'error',
  from: { path: `^services/${name}/` },
  to: { path: '^services/[^/]+/', pathNot: FEATURES.slice(0, i + 1).map((before) => `^services/${before}/`) },
}));

const packageRules = Object.entries(PACKAGES).map(([list, folders]) => ({
  name: `${list.replaceAll(/\W+/g, '-').replace(/^-/, '')}-only-where-it-belongs`,
  severity: 'error',
  from: { path: within(names), ...(folders.length > 0 && { pathNot: within(folders) }) },
  to: { path: packages(list.split('|')) },
}));

export default {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-circle-of-folders',
      comment:
        'Our folder http/ has the name of a Node module that it imports. A circle through it shows at its other folders.',
      severity: 'error',
      scope: 'folder',
      from: { pathNot: '^http$' },
      to: { circular: true },
    },
    {
      name: 'every-feature-has-its-place',
      comment: 'A new folder of services/ is put into FEATURES.',
      severity: 'error',
      from: {},
      to: { path: '^services/[^/]+/', pathNot: FEATURES.map((name) => `^services/${name}/`) },
    },
    {
      name: 'what-features-share-knows-none-of-them',
      severity: 'error',
      from: { path: '^services/[^/]+\\.ts$' },
      to: { path: '^services/[^/]+/' },
    },
    {
      name: 'production-imports-no-development',
      severity: 'error',
      from: { path: PRODUCTION },
      to: { path: '^(?:dev|test|bench|scripts)/|^start\\.ts$' },
    },
    {
      name: 'production-imports-no-dev-dependency',
      severity: 'error',
      from: { path: PRODUCTION },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'domain-imports-no-package-and-no-node',
      comment: 'It also runs inside of workflows.',
      severity: 'error',
      from: { path: '^domain/' },
      to: { pathNot: '^domain/' },
    },
    {
      name: 'workflows-import-domain-and-temporal-only',
      comment: 'They are replayed: no Node, no database, no environment.',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { pathNot: ['^(?:workflows|domain|activities)/', 'node_modules/@temporalio/(?:workflow|common)/'] },
    },
    {
      name: 'workflows-know-types-of-activities-only',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: '^activities/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'sql-stays-in-services',
      comment: 'Of db/, the command line knows the connection alone.',
      severity: 'error',
      from: { path: '^cli/' },
      to: { path: '^db/(?:tables/|schema|joins|ids|chunks)' },
    },
    {
      name: 'dev-needs-no-test',
      severity: 'error',
      from: { path: '^dev/' },
      to: { path: within(['test', 'bench']) },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...layerRules,
    ...featureRules,
    ...packageRules,
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(?:dist|\\.tools|\\.relink)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types', 'require'],
    },
  },
};
