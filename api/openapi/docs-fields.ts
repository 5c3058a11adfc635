/** Shows the fields of a request or response as a table, from the schemas in the OpenAPI document. */
import { escape, prose } from './docs-text.js';

export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  required?: string[];
  minimum?: number;
  maximum?: number;
  maxLength?: number;
}

interface Field {
  name: string;
  type: string;
  required: boolean;
  description: string;
}

export type Components = Record<string, Schema>;

/** No declared schema is deeper than this. A recursive schema ends here. */
const MAX_DEPTH = 4;
const MAX_NUMBER_SHOWN = 1_000_000_000;

/** Composes one table for each shape that the schema allows. */
export function fieldTables(schema: Schema, components: Components): string {
  const shapes = shapesOf(schema, components).filter(({ properties }) => properties);
  const tables = shapes.map((shape) => fieldTable(fieldsOf(shape, components)));
  return tables.join('<p>or</p>');
}

export function fieldTable(fields: readonly Field[]): string {
  if (fields.length === 0) return '';
  const rows = fields.map(
    ({ name, type, required, description }) =>
      `<tr><th scope="row"><code>${escape(name)}</code></th><td>${escape(type)}</td><td>${required ? 'required' : ''}</td><td>${prose(description)}</td></tr>`,
  );
  return `<table><thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Required</th><th scope="col">Description</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

export function typeOf(schema: Schema, components: Components): string {
  const resolved = resolve(schema, components);
  const { type, format, items, minimum, maximum, maxLength } = resolved;
  if (resolved.const !== undefined) return JSON.stringify(resolved.const);
  if (resolved.enum) return resolved.enum.map((value) => JSON.stringify(value)).join(' or ');
  const several = resolved.anyOf ?? resolved.oneOf;
  if (several) return [...new Set(several.map((one) => typeOf(one, components)))].join(' or ');
  if (items) return `list of ${typeOf(items, components)}`;
  const name = Array.isArray(type) ? type.join(' or ') : (type ?? 'anything');
  if (format === 'date-time') return name.replace('string', 'time');
  if (format) return `${name} (${format})`;
  if (maxLength !== undefined) return `${name}, at most ${maxLength} characters`;
  const bounds = [
    minimum !== undefined && minimum > -MAX_NUMBER_SHOWN && `at least ${minimum}`,
    maximum !== undefined && maximum < MAX_NUMBER_SHOWN && `at most ${maximum}`,
  ].filter(Boolean);
  return [name, ...bounds].join(', ');
}

function fieldsOf({ properties = {}, required = [] }: Schema, components: Components, prefix = '', depth = 1): Field[] {
  return Object.entries(properties).flatMap(([name, given]) => {
    const path = `${prefix}${name}`;
    const field = {
      name: path,
      type: typeOf(given, components),
      required: required.includes(name),
      description: given.description ?? resolve(given, components).description ?? '',
    };
    if (depth === MAX_DEPTH) return [field];
    return [field, ...innerFields(given, components, path, depth + 1)];
  });
}

function innerFields(given: Schema, components: Components, path: string, depth: number): Field[] {
  const { items } = resolve(given, components);
  const inner = shapesOf(items ?? given, components).find(({ properties }) => properties);
  return inner ? fieldsOf(inner, components, items ? `${path}[].` : `${path}.`, depth) : [];
}

function shapesOf(schema: Schema, components: Components): Schema[] {
  const resolved = resolve(schema, components);
  const several = resolved.anyOf ?? resolved.oneOf;
  return several ? several.flatMap((one) => shapesOf(one, components)) : [resolved];
}

function resolve(schema: Schema, components: Components): Schema {
  const name = schema.$ref?.split('/').at(-1);
  const one = name === undefined ? schema : { ...components[name], ...schema, $ref: undefined };
  return one.allOf?.length === 1 ? { ...resolve(one.allOf[0]!, components), description: one.description } : one;
}
