/** The emails of a series, as the demo expects them. */
import type { Mail } from './stack.js';

export interface Expected {
  series: number;
  step: number;
  day: number;
  subject: string;
  copied: boolean;
}

const FIRST = 'ArchiveSocial: Immediate action required - Please reconnect your account(s)';
const REMINDER = 'Action required: Reconnect account';

export const EXPECTED: Expected[] = [0, 27].flatMap((begins, i) =>
  [0, 2, 7, 12, 17, 22].map((day, step) => ({
    series: i + 1,
    step,
    day: begins + day,
    subject: step === 0 ? FIRST : REMINDER,
    copied: step === 0 || step === 5,
  })),
);

/** @param day when the email arrived, not when it was due */
export function mailLine({ series, step }: Expected, mail: Mail, day: number): string {
  const cc = mail.cc.length > 0 ? `, cc ${mail.cc.join(', ')}` : '';
  return `day ${day.toFixed(1).padStart(4)}  Email ${step + 1} of 6, series ${series}: “${mail.subject}” to ${mail.to.join()}${cc}`;
}
