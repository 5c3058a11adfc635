/** Formats a duration in the largest unit that is precise enough: "3 days", "45 minutes". */
import type { Locale } from '../domain/locales.js';
import { messagesIn } from './index.js';

export function formatDuration(ms: number, locale: Locale): string {
  const { underMinute, minutes, hours, days } = messagesIn(locale).durations;
  const inMinutes = Math.round(ms / 60_000);
  if (inMinutes < 1) return underMinute;
  if (inMinutes < 90) return minutes({ n: inMinutes });
  const inHours = Math.round(inMinutes / 60);
  return inHours < 48 ? hours({ n: inHours }) : days({ n: Math.round(inHours / 24) });
}
