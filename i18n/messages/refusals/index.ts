/** Made by `npm run messages` of the files in i18n/en/refusals. */
import type { Archive } from './archive.js';
import type { Fields } from './fields.js';
import type { Reconnecting } from './reconnecting.js';
import type { Requests } from './requests.js';
import type { Transfers } from './transfers.js';

export type Refusals = {
  archive: Archive;
  fields: Fields;
  reconnecting: Reconnecting;
  requests: Requests;
  transfers: Transfers;
};
