/**
 * Requirement: "a notice whenever accounts are disconnected … It appears and disappears by itself, live", on every page
 * for people who are signed in. For administrators, it covers the whole archive; for Account Owners, their own
 * accounts.
 */
import { useI18n } from '../render/i18n.js';
import { Live } from './live.js';
import { Warning } from './icons.js';

export const NOTICE_BAR = '/dashboard/bar';

/** The place for the bar. The browser requests it when the page has loaded and whenever something has changed. */
export function NoticePlace() {
  return (
    <div id="notice-bar" hx-get={NOTICE_BAR} hx-trigger="load, changed from:body" hx-swap="outerMorph">
      <Live />
    </div>
  );
}

/** @param href where the accounts can be reconnected */
export function NoticeBar({ disconnected, href }: { disconnected: number; href: string }) {
  const { notice } = useI18n().words.dashboard;
  return (
    <div id="notice-bar" hx-get={NOTICE_BAR} hx-trigger="changed from:body" hx-swap="outerMorph">
      <Live>
        {disconnected > 0 && (
          <p className="notice-bar">
            <Warning />
            <span>
              {notice.bar({ n: disconnected })} <a href={href}>{notice.see}</a>
            </span>
          </p>
        )}
      </Live>
    </div>
  );
}
