/**
 * Which week's error summary is due ("Mondays 09:00 in the archive's time zone"). After downtime it is made later that
 * Monday, but not on another day: then it is the next week's.
 */
import { DAY_MS, instantOf, localTime } from './local-time.js';

const WEEK_DAYS = 7;
const HOUR = 9;

export interface SummaryWeek {
  /** What is kept once it was made: the Monday's date in the archive's time zone. Later weeks sort behind earlier ones. */
  label: string;
  /** The seven days before that Monday; `to` exclusive. */
  from: Date;
  to: Date;
}

/**
 * Null: none now. In a compressed demo there are no Mondays: every seven "days" since 1970 end a week, whose label is that instant.
 * @param dayMs 86,400,000 but in a compressed demo
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
