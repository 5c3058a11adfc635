import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** What operators filter workflows by in Temporal's Web UI. Opaque ids and enumerations only: never personal data. */
export const SEARCH_ATTRIBUTES = {
  archive: defineSearchAttributeKey('RelinkArchive', SearchAttributeType.KEYWORD),
  network: defineSearchAttributeKey('RelinkNetwork', SearchAttributeType.KEYWORD),
  reason: defineSearchAttributeKey('RelinkReason', SearchAttributeType.KEYWORD),
  series: defineSearchAttributeKey('RelinkSeries', SearchAttributeType.INT),
} as const;
