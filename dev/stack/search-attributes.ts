import { SEARCH_ATTRIBUTES } from '../../workflows/search-attributes.js';
import type { SearchAttributeType } from './temporal-health.js';

const TYPES = { TEXT: 'Text', KEYWORD: 'Keyword', INT: 'Int', BOOL: 'Bool', DATETIME: 'Datetime' } as const;

/** Relink's search attributes in the format that the development server expects. */
export const relinkSearchAttributes: Record<string, SearchAttributeType> = Object.fromEntries(
  Object.values(SEARCH_ATTRIBUTES).map(({ name, type }) => [name, TYPES[type]]),
);
