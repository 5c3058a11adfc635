/** One account: its state, the checks before reconnecting, and what a manager can do about it. */
import type { NetworkName } from '../../../domain/networks.js';
import type { Authorization } from '../../../services/credentials/authorization-status.js';
import type { ListedAccount, NewlyConnected } from '../../../services/accounts/account-list.js';
import type { DisconnectRow } from '../../../services/disconnects/queries.js';
import type { Check as ReconnectCheck } from '../../../services/accounts/reconnect-preconditions.js';
import { correctAccountId } from '../../../services/accounts/correct-id.js';
import { changeAccount, deleteAccount } from '../../../services/accounts/status.js';
import { requestTokenChecks } from '../../../services/credentials/token-checks.js';
import { pauseDisconnect, resumeDisconnect } from '../../../services/disconnects/pause.js';
import { changeUser } from '../../../services/people/manage.js';
import { requestTransfer } from '../../../services/transfers/request.js';
import type { FieldError } from '../../forms/field-errors.js';
import { usePermitted } from '../../render/signed-in.js';
import { REASON_LENGTH } from '../../../domain/limits.js';
import { findingWords } from '../../../i18n/reconnect-checks.js';
import { DoneNotice, problemOf, Problems } from '../../parts/form.js';
import { HelpLink } from '../../parts/help-link.js';
import { Frame } from '../../parts/frame.js';
import { Check, Warning } from '../../parts/icons.js';
import { Live } from '../../parts/live.js';
import { PausePanel } from '../../parts/pause-panel.js';
import { ReconnectStatus } from '../../parts/reconnect-status.js';
import { useI18n, type I18n } from '../../render/i18n.js';
import { AccountFacts } from './facts.js';
import { IdentityActions } from './identity.js';
import { GreenBars } from './page.js';
import { SignInButton } from './table.js';

export interface AccountPageProps {
  account: ListedAccount;
  authorization: Authorization | null;
  checks: readonly ReconnectCheck[];
  news: NewlyConnected;
  history: readonly DisconnectRow[];
  now: Date;
  /** Today on the person's calendar. */
  today: string;
  timeZone: string;
  isOwn: boolean;
  mayReconnect: boolean;
  readOnly: boolean;
  done: string | null;
  errors: readonly FieldError[];
  typed: { until?: string; reason?: string; networkAccountId?: string; action?: 'pause' | 'inactive' };
}

export function AccountPage(props: AccountPageProps) {
  const { account, checks, history, news, timeZone, isOwn, mayReconnect, readOnly, done, errors } = props;
  const permitted = usePermitted();
  const { accountPage, rights, transfers } = useI18n().words;
  const { pause, inactive, correctId } = accountPage;
  const labels = {
    until: pause.until,
    reason: props.typed.action === 'inactive' ? inactive.reason : pause.reason,
    networkAccountId: correctId.field,
  };
  return (
    <Frame title={account.name} section={isOwn ? 'mine' : 'accounts'} scripts={['htmx.js', 'accounts.js']}>
      <div className="page-head">
        <p>
          <a href={`/owners/${account.owner.id}`}>{accountPage.back({ owner: account.owner.name })}</a>
        </p>
        <h1>
          <bdi>{account.name}</bdi>
        </h1>
      </div>
      <div className="stack">
        <DoneNotice text={done} />
        <Live id="green-bar">
          <GreenBars news={news} />
        </Live>
        <Problems errors={errors} labels={labels} toDo="continue" />
        <ReconnectStatus />
        <AccountFacts account={account} authorization={props.authorization} now={props.now} timeZone={timeZone} />
        {account.status === 'connected' && props.authorization && permitted(requestTokenChecks) && (
          <form method="post" action={`/accounts/${account.id}/check`}>
            <button type="submit" className="quiet">
              {accountPage.permission.check}
            </button>
          </form>
        )}
        {account.state === 'not_authorized' && <NotAuthorized account={account} isOwn={isOwn} />}
        {mayReconnect && <SignInButton account={account} />}
        {(account.status !== 'connected' || checks.some(({ ok }) => !ok)) && (
          <Checks checks={checks} account={account} />
        )}
        {readOnly && <p className="lead">{rights.readOnly}</p>}
        <Actions {...props} />
        {permitted(requestTransfer) && (
          <p>
            <a className="button quiet" href={`/transfers/new?account=${account.id}&step=to`}>
              {transfers.offer.account}
            </a>
          </p>
        )}
        <PastDisconnects network={account.network} history={history} timeZone={timeZone} />
      </div>
    </Frame>
  );
}

/** Says who can give the permission that is missing, and leads a manager to the link to send. */
function NotAuthorized({ account: { owner }, isOwn }: { account: ListedAccount; isOwn: boolean }) {
  const permitted = usePermitted();
  const { authorize } = useI18n().words.accountPage;
  return (
    <section className="card message" aria-labelledby="authorize">
      <h2 id="authorize">{authorize.title}</h2>
      <p>{authorize.lead}</p>
      <p>
        <bdi>{authorize.who({ owner: owner.name })}</bdi>
      </p>
      {!isOwn && permitted(changeUser) && (
        <p>
          <a className="button quiet" href={`/configure/people/${owner.id}`}>
            {authorize.send({ owner: owner.name })}
          </a>
        </p>
      )}
    </section>
  );
}

/** The use case behind each remedy. */
const REMEDY = {
  mark_inactive: changeAccount,
  mark_active: changeAccount,
  add_owner: requestTransfer,
  transfer_account: requestTransfer,
  transfer_parent_profile: requestTransfer,
};

/** Returns the URL of each remedy. */
function remedyHref(action: NonNullable<ReconnectCheck['action']>, accountId: string, subjectId?: string): string {
  if (action === 'mark_inactive') return '#inactive';
  if (action === 'mark_active') return '#active';
  return action === 'transfer_parent_profile'
    ? `/transfers/new?profile=${subjectId ?? ''}&step=to`
    : `/transfers/new?account=${accountId}&step=to`;
}

interface ChecksProps {
  checks: readonly ReconnectCheck[];
  account: ListedAccount;
}

function Checks({ checks, account }: ChecksProps) {
  const permitted = usePermitted();
  const { locale, words } = useI18n();
  const { title, lead, ok: fine, notOk, questions, actions } = words.accountPage.checks;
  return (
    <section className="card message" aria-labelledby="checks">
      <h2 id="checks">{title}</h2>
      <p>{lead}</p>
      <p>
        <HelpLink topic="checks" />
      </p>
      <ul className="checks">
        {checks.map((found) => {
          const { check, ok, action, subjectId } = found;
          const { detail, remedy } = findingWords(locale, found, account.network);
          return (
            <li key={check} className={ok ? 'ok' : 'not-ok'}>
              {ok ? <Check /> : <Warning />}
              <p>
                <strong>{questions[check]}</strong> <span className="hidden">{ok ? fine : notOk} </span>
                {detail} {remedy}
                {action && permitted(REMEDY[action]) && (
                  <>
                    {' '}
                    <a className="button quiet" href={remedyHref(action, account.id, subjectId)}>
                      {actions[action]}
                    </a>
                  </>
                )}
              </p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Actions({ account, authorization, errors, typed, timeZone, today }: AccountPageProps) {
  const { inactive, active } = useI18n().words.accountPage;
  const { disconnect, status, id } = account;
  const permitted = usePermitted();
  const mayPause = disconnect !== null && permitted(pauseDisconnect, resumeDisconnect);
  const mayChange = permitted(changeAccount);
  if (!mayPause && !mayChange && !permitted(correctAccountId, deleteAccount)) return null;
  return (
    <div className="action-cards">
      {disconnect && (
        <PausePanel
          path={`/accounts/${id}`}
          pausedUntil={disconnect.pausedUntil}
          pauseReason={disconnect.pauseReason}
          today={today}
          timeZone={timeZone}
          typed={typed.action === 'pause' ? typed : null}
          errors={errors}
        />
      )}
      {mayChange &&
        (status === 'inactive' ? (
          <section className="card message" aria-labelledby="active">
            <h2 id="active">{active.title}</h2>
            <form method="post" action={`/accounts/${id}/active`} className="form">
              <p>{active.lead}</p>
              <button type="submit" className="quiet">
                {active.button}
              </button>
            </form>
          </section>
        ) : (
          <section className="card message" aria-labelledby="inactive">
            <h2 id="inactive">{inactive.title}</h2>
            <form method="post" action={`/accounts/${id}/inactive`} className="form">
              <p>{inactive.lead}</p>
              <Why
                id="inactive-reason"
                label={inactive.reason}
                value={typed.action === 'inactive' ? typed.reason : ''}
                problem={typed.action === 'inactive' ? problemOf(errors, 'reason') : undefined}
              />
              <button type="submit" className="quiet">
                {inactive.button}
              </button>
            </form>
          </section>
        ))}
      <IdentityActions account={account} authorization={authorization} errors={errors} typed={typed.networkAccountId} />
    </div>
  );
}

/** Two forms on this page ask for a reason, so each needs its own ID. */
function Why({ id, label, value, problem }: { id: string; label: string; value?: string; problem?: string }) {
  return (
    <div className={problem ? 'field wrong' : 'field'}>
      <label htmlFor={id}>{label}</label>
      <input
        type="text"
        id={id}
        name="reason"
        required
        maxLength={REASON_LENGTH}
        defaultValue={value}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem && `problem-${id}`}
      />
      {problem && (
        <p className="problem" id={`problem-${id}`}>
          {problem}
        </p>
      )}
    </div>
  );
}

interface PastDisconnectsProps {
  network: NetworkName;
  history: readonly DisconnectRow[];
  timeZone: string;
}

function PastDisconnects({ network, history, timeZone }: PastDisconnectsProps) {
  const i18n = useI18n();
  const { title, none, ends } = i18n.words.accountPage.history;
  return (
    <section className="card message" aria-labelledby="history">
      <h2 id="history">{title}</h2>
      {history.length === 0 && <p>{none}</p>}
      <ul className="past">
        {history.map((row) => (
          <li key={row.id}>
            <a href={`/disconnects/${row.id}`}>{span(i18n, row, timeZone)}</a>
            <span className="detail block">
              {i18n.reason(row.reason, network).label} · {ends[row.closedAs ?? 'open']}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function span({ words, day }: I18n, { detectedAt, closedAt }: DisconnectRow, timeZone: string): string {
  const { period, since } = words.accountPage.history;
  const from = day(detectedAt, timeZone);
  return closedAt ? period({ from, to: day(closedAt, timeZone) }) : since({ from });
}
