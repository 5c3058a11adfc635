/**
 * The list of an Account Owner's accounts, or of the whole archive's: searched, filtered, and paged on the server, and
 * live.
 */
import { SEARCH_LENGTH } from '../../forms/forms.js';
import type { AccountTotal, NewlyConnected } from '../../../services/accounts/account-list.js';
import { ACCOUNT_STATES, type AccountState } from '../../../domain/account-state.js';
import type { NetworkName } from '../../../domain/networks.js';
import { ConnectNew } from '../../parts/connect-new.js';
import { Frame } from '../../parts/frame.js';
import { DoneNotice, SelectField, TextField } from '../../parts/form.js';
import { Live } from '../../parts/live.js';
import { Pager } from '../../parts/pager.js';
import { ReconnectStatus } from '../../parts/reconnect-status.js';
import type { Section } from '../../parts/navigation.js';
import { Check, Warning } from '../../parts/icons.js';
import { useI18n } from '../../render/i18n.js';
import { AccountTable, type TableProps } from './table.js';
import { MailLink } from '../../parts/mail-link.js';

export interface ListPageProps {
  section: Section;
  /** What was just done, if anything. */
  done?: string | null;
  title: string;
  lead: string;
  /** Shown in a separate bar: emails aren't arriving. */
  warning: string | null;
  note: string | null;
  /** How to reach the Account Owner and where to send the link. Null on the reader's own list. */
  contact: { email: string; configure: string | null; transfer: string | null } | null;
  /** The networks where something new can be connected. Null on a list that isn't the reader's own. */
  connectNew: ((network: NetworkName) => boolean) | null;
  action: string;
  search: string;
  state: AccountState | undefined;
  list: string;
}

export function ListPage({
  section,
  done,
  title,
  lead,
  warning,
  note,
  contact,
  connectNew,
  action,
  search,
  state,
  list,
}: ListPageProps) {
  const { accountList, forms, transfers } = useI18n().words;
  return (
    <Frame title={title} section={section} scripts={['htmx.js', 'accounts.js', 'live.js']}>
      <DoneNotice text={done} />
      <div className="page-head">
        <h1>
          <bdi>{title}</bdi>
        </h1>
        <p className="lead">
          <bdi>{lead}</bdi>
        </p>
        {note && (
          <p className="lead">
            <bdi>{note}</bdi>
          </p>
        )}
      </div>
      {contact && (
        <p className="list-contact">
          <MailLink email={contact.email} />
          {contact.configure && (
            <>
              {' · '}
              <a href={contact.configure}>{accountList.configure}</a>
            </>
          )}
          {contact.transfer && (
            <>
              {' · '}
              <a href={contact.transfer}>{transfers.offer.owner}</a>
            </>
          )}
        </p>
      )}
      {warning && (
        <p className="bar alert list-warning">
          <Warning />
          <span>{warning}</span>
        </p>
      )}
      <search>
        <form className="filter" method="get" action={action}>
          <TextField name="q" type="search" label={accountList.search} value={search} maxLength={SEARCH_LENGTH} />
          <SelectField
            name="status"
            label={accountList.status}
            value={state ?? ''}
            options={[
              { value: '', label: accountList.anyStatus },
              ...ACCOUNT_STATES.map((value) => ({ value, label: accountList.statuses[value] })),
            ]}
          />
          <button type="submit" className="quiet">
            {forms.search}
          </button>
        </form>
      </search>
      <div className="column-main">
        <ReconnectStatus />
        <div dangerouslySetInnerHTML={{ __html: list }} />
        {connectNew && <ConnectNew configured={connectNew} />}
      </div>
    </Frame>
  );
}

export interface ListProps extends TableProps {
  total: AccountTotal;
  filtered: boolean;
  news: NewlyConnected;
  nextHref: string | null;
  firstHref: string | null;
}

export function List({ total, filtered, news, nextHref, firstHref, ...table }: ListProps) {
  const { accountList } = useI18n().words;
  const size = (total.more ? accountList.totalMore : accountList.total)({ n: total.n });
  return (
    <>
      <Live id="green-bar">
        <GreenBars news={news} />
      </Live>
      {table.accounts.length === 0 ? (
        <Empty filtered={filtered} />
      ) : (
        <section className="card" aria-label={size}>
          <p className="detail list-size">{size}</p>
          <AccountTable {...table} />
        </section>
      )}
      <Pager firstHref={firstHref} nextHref={nextHref} />
    </>
  );
}

/** Names the accounts that were just connected. */
export function GreenBars({ news }: { news: NewlyConnected }) {
  const { yourAccounts } = useI18n().words;
  return (
    <>
      <GreenBar sentence={yourAccounts.reconnectedBar} names={news.reconnected} />
      <GreenBar sentence={yourAccounts.addedBar} names={news.authorized} />
    </>
  );
}

interface GreenBarProps {
  sentence: (values: { n: number; names: string }) => string;
  names: readonly string[];
}

function GreenBar({ sentence, names }: GreenBarProps) {
  const { list } = useI18n();
  if (names.length === 0) return null;
  return (
    <p className="bar good" tabIndex={-1}>
      <Check />
      <span>
        <bdi>{sentence({ n: names.length, names: list(names) })}</bdi>
      </span>
    </p>
  );
}

function Empty({ filtered }: { filtered: boolean }) {
  const { noMatch, empty } = useI18n().words.accountList;
  return (
    <section className="card calm-card">
      <h2>{filtered ? noMatch.title : empty.title}</h2>
      <p>{filtered ? noMatch.lead : empty.lead}</p>
    </section>
  );
}
