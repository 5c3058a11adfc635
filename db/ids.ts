import { v7 } from 'uuid';
import { ID_PREFIXES, type IdKind } from '../domain/ids.js';

/** A new opaque id, e.g. `acc_019…`. Ids of one process are in the order of their making, so that lists page by id. */
export const newId = (kind: IdKind): string => `${ID_PREFIXES[kind]}_${v7().replaceAll('-', '')}`;

/** For rows without a kind of their own (audit). */
export const newRowId = (): string => v7().replaceAll('-', '');
