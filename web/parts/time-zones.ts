/** The time zones that a person can choose from. */
import type { Option } from './form.js';

/** Not among the zones of regions, but the one that an archive begins with. */
const UTC = 'UTC';

/** @param current kept, even when this machine lists it under another name */
export function timeZoneOptions(current: string): Option[] {
  const zones = new Set([UTC, ...Intl.supportedValuesOf('timeZone'), current]);
  return [...zones].map((value) => ({ value, label: value.replaceAll('_', ' ') }));
}
