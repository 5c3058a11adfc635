import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** The attributes by which operators can filter workflows in Temporal's Web UI. Only opaque ids and enums, never personal data. */
export const SEARCH_ATTRIBUTES = {
  archive: defineSearchAttributeKey('RelinkArchive', SearchAttributeType.KEYWORD),
  network: defineSearchAttributeKey('RelinkNetwork', SearchAttributeType.KEYWORD),
  reason: defineSearchAttributeKey('RelinkReason', SearchAttributeType.KEYWORD),
  series: defineSearchAttributeKey('RelinkSeries', SearchAttributeType.INT),
} as const;
