/** What copied administrators read below the owner's button: they have their own way to the accounts. */
import { messagesIn } from '../i18n/index.js';
import type { ToOwner } from './content.js';
import { sanitizeName } from './sanitize-name.js';

type Copied = Pick<ToOwner, 'copied' | 'dashboardUrl' | 'ownerName' | 'locale'>;

/** Returns null when no one is copied. */
export function copiedWords({ copied, dashboardUrl, ownerName, locale }: Copied) {
  if (!copied) return null;
  const { common } = messagesIn(locale).emails;
  const owner = sanitizeName(ownerName);
  return {
    button: common.copied.button({ owner }),
    link: common.copied.link({ owner }),
    action: { label: common.onDashboard({ owner }), url: dashboardUrl },
  };
}
