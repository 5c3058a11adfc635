/** What the capture engine reads in `GET /v1/changes`. A new type is an addition to the API. */
export const CHANGE_TYPES = [
  'connected',
  'disconnected',
  'reconnected',
  'transferred',
  'inactive',
  'deleted',
  'credential_renewed',
  'id_corrected',
] as const;
