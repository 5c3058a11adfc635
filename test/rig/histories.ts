/** Reads and writes histories as files in Temporal's own binary format: `<name>.binpb`. */
import { readFileSync, writeFileSync } from 'node:fs';
import proto from '@temporalio/proto';
import type { History } from './replay.js';

const { History: Message } = proto.temporal.api.history.v1;

export const writeHistory = (file: string, history: History): void =>
  writeFileSync(file, Message.encode(Message.fromObject(withoutTraces(history) as object)).finish());

/** Removes stack traces: they describe the machine and mean nothing to a replay. */
function withoutTraces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTraces);
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array || 'low' in value) return value;
  const members = Object.entries(value).filter(([name]) => name !== 'stackTrace');
  return Object.fromEntries(members.map(([name, member]) => [name, withoutTraces(member)]));
}
export const readHistory = (file: string): History => Message.decode(readFileSync(file));
