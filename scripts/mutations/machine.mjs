/** The defenses of the processes themselves: what they answer, what they wait for, and how they stop. */
const rawAnswers = ['test/api/raw-answers.test.ts'];
const sharedStreams = ['test/api/shared-streams.test.ts'];
const readiness = ['test/api/readiness.test.ts'];

const defense = (file, name, find, replace, tests) => ({ name, file, find, replace, tests });

export default [
  defense(
    'db/client.ts',
    'a connection that is lost while it opens doesn’t end the process',
    'fetch_types: false,',
    'fetch_types: true,',
    ['test/db/lost-connections.test.ts'],
  ),
  defense(
    'platform/config.ts',
    'production’s rules hold unless npm start runs the programs on its own machine',
    "e.NODE_ENV === 'production' && e.RELINK_LOCAL === 'off'",
    "e.NODE_ENV === 'production'",
    ['test/stack/settings.test.ts'],
  ),
  defense(
    'services/audit/change-feed.ts',
    'requests that wait for changes are counted with live streams',
    'await takePlace(() => lost.abort());',
    'await Promise.resolve(() => lost.abort(takePlace));',
    sharedStreams,
  ),
  defense(
    'services/audit/change-feed.ts',
    'a request that lost its place waits no longer',
    'await takePlace(() => lost.abort());',
    'await takePlace(() => undefined);',
    sharedStreams,
  ),
  defense(
    'http/server.ts',
    'what can’t be read is answered with the headers of every answer',
    '...headers, ...own, Date',
    '...own, Date',
    rawAnswers,
  ),
  defense(
    'http/server.ts',
    'a request without a host is refused with the headers of every answer',
    'requireHostHeader: false',
    'requireHostHeader: true',
    rawAnswers,
  ),
  defense('http/server.ts', 'a request with two hosts is refused', 'hosts > 1 || ', '', rawAnswers),
  defense(
    'http/server.ts',
    'an unknown expectation is refused with the headers of every answer',
    "server.on('checkExpectation',",
    "server.on('checkExpectation' + '-',",
    rawAnswers,
  ),
  defense(
    'http/server.ts',
    'nothing is written into an answer that is under way',
    'if (answers.some(({ headersSent, req }) => headersSent || req.complete)) socket.destroy();\n    else ',
    '',
    rawAnswers,
  ),
  defense(
    'http/server.ts',
    'a CONNECT that is broken off doesn’t end the process',
    "    socket.on('error', () => socket.destroy());\n",
    '',
    rawAnswers,
  ),
  defense(
    'dev/stack/temporal.ts',
    'no web page reaches the metrics of the local Temporal',
    "'--metrics-port', String(metrics),",
    '',
    ['test/stack/temporal.test.ts'],
  ),
  defense(
    'api/health.ts',
    'the connection for checks is closed after its last call',
    'await calls.ended();',
    '',
    readiness,
  ),
  defense(
    'temporal/client.ts',
    'a connection to Temporal is closed after its last call',
    'await calls.ended();',
    '',
    readiness,
  ),
];
