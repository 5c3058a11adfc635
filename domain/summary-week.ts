/**
 * Which week's error summary is due ("Mondays 09:00 in the archive's time zone"). After downtime, it is created later the same
 * Monday, but not on another day: the next one is then the following week's.
 */
import { DAY_MS, instantOf, localTime } from './local-time.js';

const WEEK_DAYS = 7;
const HOUR = 9;

export interface SummaryWeek {
  /** Stored once the summary exists: the Monday's date in the archive's time zone. Labels sort in the order of the weeks. */
  label: string;
  /** The seven days before that Monday; `to` is exclusive. */
  from: Date;
  to: Date;
}

/**
 * Returns the week whose summary is due, or null when none is due. A compressed demo has no Mondays: there, a week ends every seven
 * "days" since 1970, and its label is that moment.
 * @param dayMs 86,400,000, except in a compressed demo
 */
export function summaryDue(now: Date, timeZone: string, dayMs = DAY_MS): SummaryWeek | null {
  if (dayMs !== DAY_MS) return compressed(now, WEEK_DAYS * dayMs);
  const local = localTime(now, timeZone);
  if (local.getUTCDay() !== 1 || local.getUTCHours() < HOUR) return null;
  const monday = Math.floor(local.getTime() / DAY_MS) * DAY_MS;
  return {
    label: new Date(monday).toISOString().slice(0, 10),
    from: instantOf(monday - WEEK_DAYS * DAY_MS, timeZone),
    to: instantOf(monday, timeZone),
  };
}

function compressed(now: Date, weekMs: number): SummaryWeek {
  const to = new Date(Math.floor(now.getTime() / weekMs) * weekMs);
  return { label: to.toISOString(), from: new Date(to.getTime() - weekMs), to };
}
