/** The time zones that a person can choose from. */
import type { Option } from './form.js';

/** Not a regional zone, so Intl doesn't list it, but it is a new archive's default. */
const UTC = 'UTC';

/** Where nearly all archives are, from east to west. */
const LIKELY = [
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Phoenix',
  'America/Los_Angeles',
  'America/Anchorage',
  'Pacific/Honolulu',
  'America/Puerto_Rico',
];

/**
 * The likely zones come first: those in use, and those of the United States. The browser's own moves ahead of them (time-zones.js).
 * @param current the person's and the archive's; always kept, even if this machine lists a zone under another name
 */
export function timeZoneOptions(...current: string[]): Option[] {
  const zones = new Set([...current, ...LIKELY, UTC, ...Intl.supportedValuesOf('timeZone')]);
  return [...zones].map((value) => ({ value, label: value.replaceAll('_', ' ') }));
}
