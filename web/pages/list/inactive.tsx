/** Asks before an account is marked inactive: the emails stop, posts go missing, and no one is told by email. */
import type { ListedAccount } from '../../../services/accounts/account-list.js';
import { useI18n } from '../../render/i18n.js';
import { ConfirmPage } from '../configure/confirm.js';

export interface InactivePageProps {
  account: ListedAccount;
  reason: string;
}

export function InactivePage({ account, reason }: InactivePageProps) {
  const { confirm, button } = useI18n().words.accountPage.inactive;
  const { id, name, status } = account;
  const owner = account.owner.name;
  const lines = [
    status === 'disconnected' ? confirm.emails : confirm.capture,
    confirm.loss,
    confirm.told({ owner }),
    confirm.back({ owner }),
    confirm.reason({ reason }),
  ];
  return (
    <ConfirmPage
      title={confirm.title({ account: name })}
      lines={lines}
      freshFor="inactive"
      section="accounts"
      cancel={`/accounts/${id}`}
    >
      <form method="post" action={`/accounts/${id}/inactive`}>
        <input type="hidden" name="reason" value={reason} />
        <input type="hidden" name="confirmed" value="on" />
        <button type="submit" className="primary danger">
          {button}
        </button>
      </form>
    </ConfirmPage>
  );
}
