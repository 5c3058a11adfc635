/** The time zones that a person can choose from. */
import type { Option } from './form.js';

/** Not a regional zone, so Intl doesn't list it, but it is a new archive's default. */
const UTC = 'UTC';

/** @param current always kept, even if this machine lists the zone under another name */
export function timeZoneOptions(current: string): Option[] {
  const zones = new Set([UTC, ...Intl.supportedValuesOf('timeZone'), current]);
  return [...zones].map((value) => ({ value, label: value.replaceAll('_', ' ') }));
}
