/**
 * What a sign-in at a network must allow so that capture works, and why an account that the network named still can't be captured.
 * Requirement: "'Connected' is said only when what was really granted captures the account (granular permissions checked)."
 */
import type { NetworkName } from './networks.js';

/** Permissions by what they are for. Each adapter knows the network's own name for them; i18n/…/permissions.json has the words. */
export const PERMISSIONS = [
  'page_list',
  'page_posts',
  'page_visitor_posts',
  'instagram_posts',
  'instagram_comments',
  'linkedin_page_list',
  'linkedin_page_posts',
  'linkedin_profile_posts',
  'x_posts',
  'x_lasting',
  'youtube_videos',
  'youtube_lasting',
  'threads_posts',
  'threads_replies',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Why the network named an account that the sign-in can't capture. */
export type AccountObstacle =
  | { code: 'permission_missing'; missing: Permission[] }
  /** The personal profile sees the Page, but its role there doesn't give access to what capture reads. */
  | { code: 'page_role_missing' };

/** Why a sign-in named no account of a network at all. */
export type SignInObstacle = { network: NetworkName } & (
  | { code: 'permission_missing'; missing: readonly Permission[] }
  | { code: 'no_channel' }
  | { code: 'instagram_not_professional' }
);
