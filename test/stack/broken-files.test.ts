/** A file in the data folder that a crash or an editor left broken is reported with a remedy, and no write leaves a file broken. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { startInbox } from '../../dev/inbox/index.js';
import { startSimulator } from '../../dev/network-simulator/index.js';
import { writeEndpoints } from '../../dev/stack/endpoints.js';
import { PortBook } from '../../dev/stack/ports.js';
import { runProgram } from '../rig/program.js';
import { useFolder } from './fixtures/helpers.js';

const folder = useFolder();
const file = (name: string) => path.join(folder.dir, name);
const BROKEN = ['', '{"inbox": 80', 'null', '7'];

describe('a broken file is reported with a remedy', () => {
  test.each([...BROKEN, '{"inbox": "8025"}'])('ports.json: %j', (text) => {
    writeFileSync(file('ports.json'), text);
    const words = new RegExp(`^${file('ports.json')} is (broken|empty)\\. .*Delete it`);
    expect(() => new PortBook(file('ports.json')).remembered('inbox')).toThrow(words);
    expect(() => new PortBook(file('ports.json')).note('inbox', 8025)).toThrow(words);
  });

  test.each([...BROKEN, '[]', '{"identities": {}}'])('simulator.json: %j', async (text) => {
    writeFileSync(file('simulator.json'), text);
    await expect(startSimulator({ port: 0, dir: folder.dir, redirectUris: {} })).rejects.toThrow(
      new RegExp(`^${file('simulator.json')} is (broken|empty)\\. .*delete it`),
    );
    expect(readFileSync(file('simulator.json'), 'utf8')).toBe(text);
  });

  test.each(['not JSON', 'null', '{}', '{"mail":{}}', '{"accepted":{}}'])(
    'mails.jsonl: %s on a line, and nothing is lost',
    async (line) => {
      const text = `${JSON.stringify({ accepted: { key: 'a', request: '', answer: {}, at: 0 } })}\n${line}\n`;
      writeFileSync(file('mails.jsonl'), text);
      await expect(startInbox({ port: 0, dir: folder.dir })).rejects.toThrow(
        new RegExp(`^Line 2 of ${file('mails.jsonl')} is broken\\. .*move the file away`),
      );
      expect(readFileSync(file('mails.jsonl'), 'utf8')).toBe(text);
    },
  );

  test.each([
    [['backlog'], ''],
    [['doctor'], '{"url": "http'],
    [['rotate-keys'], 'null'],
  ])('endpoints.json, read by %j: %j', async (args, text) => {
    writeFileSync(file('endpoints.json'), text);
    const { code, stderr } = await runProgram(['relink.ts', ...args], { RELINK_DATA_DIR: folder.dir });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      new RegExp(`^${file('endpoints.json')} is (broken|empty)\\. Stop \`npm start\` and start it again`),
    );
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('a file is replaced atomically', () => {
  const endpoints = {
    url: 'http://localhost:1',
    apiKey: null,
    inbox: null,
    simulator: null,
    temporal: null,
    namespace: null,
    temporalUi: null,
    database: null,
    pid: 1,
  };
  test.each([
    ['ports.json', () => new PortBook(file('ports.json')).note('inbox', 8026)],
    ['endpoints.json', () => writeEndpoints(folder.dir, endpoints)],
  ])('%s', (name, write) => {
    mkdirSync(folder.dir, { recursive: true });
    writeFileSync(file(name), '{}');
    const before = statSync(file(name)).ino;
    write();
    // A new file, which took the name only when it was complete.
    expect(statSync(file(name)).ino).not.toBe(before);
    expect(statSync(file(name)).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder.dir)).toEqual([name]);
  });
});
