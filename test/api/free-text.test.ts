/**
 * No text that a call takes can become a link in an email, except where it isn't text for people. Read from the schemas of all calls, so a
 * field that someone adds is covered too.
 */
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { ROUTES } from '../../api/app.js';

const WORDS = 'Council meeting';
const LINKS = ['Pay at http://evil.example', 'see www.evil.example', 'evil.example/pay today'];

/**
 * What isn't text for people: ids, which must have the form of their network's once it's known; networks' raw answers, which programs read;
 * secrets; and reports in bulk, each of which is read like a single one.
 */
const NOT_FOR_PEOPLE = [
  'PATCH /v1/accounts/{id} networkAccountId',
  'PATCH /v1/archive signInKey.*',
  'POST /v1/accounts authorization.accessToken',
  'POST /v1/accounts authorization.refreshToken',
  'POST /v1/accounts networkAccountId',
  'POST /v1/disconnects disconnects',
  'POST /v1/disconnects networkAccountId',
  'POST /v1/disconnects networkError.body',
  'POST /v1/disconnects networkError.headers.*',
  'POST /v1/parent-profiles networkProfileId',
];

type Schema = z.core.$ZodType;
type Leaf = [path: string, schema: Schema];

const takes = (schema: Schema, value: unknown): boolean => z.safeParse(schema, value).success;

/** Returns every schema within a schema that isn't made of others. */
function leavesOf(schema: Schema, path = ''): Leaf[] {
  const within = (one: unknown, name?: string) =>
    leavesOf(one as Schema, name === undefined ? path : path === '' ? name : `${path}.${name}`);
  if (schema instanceof z.ZodObject) return Object.entries(schema.shape).flatMap(([name, one]) => within(one, name));
  if (schema instanceof z.ZodArray) return within(schema.element);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((one) => within(one));
  if (schema instanceof z.ZodRecord) return within(schema.valueType, '*');
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return within(schema.unwrap());
  // A pipe that begins with text judges it itself, such as an address or a time.
  if (schema instanceof z.ZodPipe && !(schema.in instanceof z.ZodString))
    return within(schema.in instanceof z.ZodTransform ? schema.out : schema.in);
  return [[path, schema]];
}

const texts = ROUTES.flatMap(({ method, path, body }) =>
  body
    ? leavesOf(body)
        .filter(([, schema]) => [WORDS, ...LINKS].some((text) => takes(schema, text)))
        .map(([field, schema]) => ({ field: `${method.toUpperCase()} ${path} ${field}`, schema }))
    : [],
);

test('a link is refused in every text of every call that people read', () => {
  const open = texts.filter(({ schema }) => LINKS.some((link) => takes(schema, link))).map(({ field }) => field);
  expect([...new Set(open)].toSorted()).toEqual(NOT_FOR_PEOPLE);
});

test('words are taken in the texts that people write', () => {
  const free = texts.filter(({ schema }) => takes(schema, WORDS)).map(({ field }) => field);
  expect(free).toEqual(
    expect.arrayContaining([
      'POST /v1/users name',
      'PATCH /v1/users/{id} name',
      'POST /v1/api-keys name',
      'POST /v1/transfers toOwner.name',
      'PATCH /v1/archive senderName',
      'PATCH /v1/accounts/{id} reason',
      'POST /v1/disconnects/{id}/withdraw reason',
      'POST /v1/surge-holds/{id}/withdraw reason',
    ]),
  );
});
