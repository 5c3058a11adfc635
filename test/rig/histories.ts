/** Histories as files, in Temporal's own binary form: `<name>.binpb`. */
import { readFileSync, writeFileSync } from 'node:fs';
import proto from '@temporalio/proto';
import type { History } from './replay.js';

const { History: Message } = proto.temporal.api.history.v1;

export const writeHistory = (file: string, history: History): void =>
  writeFileSync(file, Message.encode(history).finish());
export const readHistory = (file: string): History => Message.decode(readFileSync(file));
