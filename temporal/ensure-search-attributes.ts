/** Creates missing search attributes, or explains to the operator what to do if that isn't allowed. */
import proto from '@temporalio/proto';
import type { Client, Connection } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../workflows/search-attributes.js';

const TYPES = {
  KEYWORD: proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  INT: proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_INT,
} as const;

/** Returns null if all exist, or else what an operator has to do. Without them, Relink works, but filters are missing. */
export async function ensureSearchAttributes(client: Client): Promise<string | null> {
  const { operatorService } = client.connection as Connection;
  const { namespace } = client.options;
  const required = Object.values(SEARCH_ATTRIBUTES);
  try {
    const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
    const missing = required.filter(({ name }) => !(name in (customAttributes ?? {})));
    if (missing.length === 0) return null;
    await operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map(({ name, type }) => [name, TYPES[type]])),
    });
    return null;
  } catch (error) {
    const list = required.map(({ name, type }) => `--name ${name} --type ${type === 'INT' ? 'Int' : 'Keyword'}`);
    return (
      `Relink isn’t allowed to list or create search attributes in the namespace ${namespace} (${(error as Error).message}). ` +
      `Workflows run without them. To filter in Temporal's Web UI, create them: ${list.map((l) => `temporal operator search-attribute create ${l}`).join('; ')} ` +
      `(on Temporal Cloud: tcld namespace search-attributes add), then restart the workers.`
    );
  }
}
