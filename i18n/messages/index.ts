/** Made by `npm run messages` of the files in i18n/en/. */
import type { Actors } from './actors.js';
import type { Common } from './common.js';
import type { Networks } from './networks.js';
import type { Reasons } from './reasons.js';
import type { Roles } from './roles.js';
import type { Timeline } from './timeline.js';
import type { TimelineEvents } from './timeline-events.js';
import type { Transfers } from './transfers.js';

export type Messages = {
  actors: Actors;
  common: Common;
  networks: Networks;
  reasons: Reasons;
  roles: Roles;
  timeline: Timeline;
  timelineEvents: TimelineEvents;
  transfers: Transfers;
};
