import { uuidv7obj } from 'uuidv7';
import { ID_PREFIXES, type IdKind } from '../domain/ids.js';

/** Returns a new opaque id, such as `acc_019…`. Ids from one process sort in order of creation, so lists can page by id. */
export const newId = (kind: IdKind): string => `${ID_PREFIXES[kind]}_${newRowId()}`;

/** Returns an id without a prefix, for rows that have no kind of their own (audit). */
export const newRowId = (): string => uuidv7obj().toHex();
