/** What an administrator does about an account that was added with a wrong id, or by mistake. */
import type { Authorization } from '../../../services/credentials/authorization-status.js';
import type { ListedAccount } from '../../../services/accounts/account-list.js';
import { correctAccountId } from '../../../services/accounts/correct-id.js';
import { deleteAccount } from '../../../services/accounts/status.js';
import { ConfirmPage } from '../configure/confirm.js';
import type { FieldError } from '../../forms/field-errors.js';
import { TextField, problemOf } from '../../parts/form.js';
import { FreshSignIn } from '../../parts/fresh-sign-in.js';
import { useI18n } from '../../render/i18n.js';
import { usePermitted } from '../../render/signed-in.js';

interface IdentityActionsProps {
  account: ListedAccount;
  authorization: Authorization | null;
  errors: readonly FieldError[];
  /** What the person typed, if the correction was refused. */
  typed?: string;
}

export function IdentityActions({ account, authorization, errors, typed }: IdentityActionsProps) {
  const permitted = usePermitted();
  const { correctId, remove } = useI18n().words.accountPage;
  return (
    <>
      {permitted(correctAccountId) && (
        <section className="card message" aria-labelledby="correct-id">
          <h2 id="correct-id">{correctId.title}</h2>
          <form method="post" action={`/accounts/${account.id}/network-id`} className="form">
            <p>{correctId.lead}</p>
            <FreshSignIn before="correctId" />
            {authorization && <p>{correctId.permission}</p>}
            <TextField
              name="networkAccountId"
              label={correctId.field}
              hint={correctId.hint}
              value={typed ?? account.networkAccountId}
              problem={problemOf(errors, 'networkAccountId')}
              required
              maxLength={1000}
              autoComplete="off"
            />
            <button type="submit" className="quiet">
              {correctId.button}
            </button>
          </form>
        </section>
      )}
      {permitted(deleteAccount) && (
        <section className="card message" aria-labelledby="delete">
          <h2 id="delete">{remove.title}</h2>
          <p>{remove.lead}</p>
          <p>
            <a className="button quiet danger" href={`/accounts/${account.id}/delete`}>
              {remove.button}
            </a>
          </p>
        </section>
      )}
    </>
  );
}

export interface DeleteAccountPageProps extends Pick<IdentityActionsProps, 'account' | 'authorization' | 'errors'> {
  isOwn: boolean;
}

export function DeleteAccountPage({ account, authorization, errors, isOwn }: DeleteAccountPageProps) {
  const { providerLabel, words } = useI18n();
  const { remove } = words.accountPage;
  const lines = [
    remove.stops,
    ...(authorization ? [remove.permission({ provider: providerLabel(account.network) })] : []),
    remove.kept,
    remove.undo,
  ];
  const page = `/accounts/${account.id}`;
  const title = remove.question({ account: account.name });
  return (
    <ConfirmPage
      title={title}
      section={isOwn ? 'mine' : 'accounts'}
      lines={lines}
      errors={errors}
      freshFor="deleteAccount"
      cancel={page}
    >
      <form method="post" action={`${page}/delete`}>
        <button type="submit" className="primary danger">
          {remove.button}
        </button>
      </form>
    </ConfirmPage>
  );
}
