/** The live part of the owner's page: it polls every few seconds and replaces itself when something has changed. */
import type { OwnerAccount } from '../../services/reconnect/owner-page.js';
import { groupAccounts } from '../parts/account-groups.js';
import { RepairCard, type Showing } from '../parts/account-card.js';
import { Check, NetworkIcon } from '../parts/icons.js';
import { Live } from '../parts/live.js';
import { ReconnectForm } from '../parts/reconnect-form.js';
import { useI18n } from '../render/i18n.js';
import type { Messages } from '../../i18n/index.js';

/** No one would look through a longer list. The next accounts move up as the first ones are repaired. */
const MAX_SHOWN = 200;

export interface AccountListProps {
  accounts: readonly OwnerAccount[];
  showing: Showing;
  /** When the page was opened. Accounts connected after that are in the green bar. */
  since: Date;
}

/**
 * A reconnect just before the page was opened counts as news too: it means the person has come back from a full-page
 * sign-in.
 */
const JUST_BEFORE_MS = 60_000;

export function AccountList({ accounts, showing, since }: AccountListProps) {
  const { yourAccounts } = useI18n().words;
  const { broken, connected, unauthorized, detached, ending, inactive } = groupAccounts(accounts, showing.linkedId);
  const asked = size(broken) + unauthorized.length + detached.length + ending.length;
  const disconnected = size(broken);
  return (
    <>
      {/* The archive can report that it archives an account again that no one has authorized here. */}
      <GreenBar connected={[...connected, ...unauthorized]} since={since} />
      {disconnected > 0 && (
        <section aria-labelledby="needs-you">
          <h2 id="needs-you" className="alert">
            {yourAccounts.needReconnecting({ n: disconnected })}
          </h2>
          <p className="lead">{yourAccounts.loss}</p>
          {firstShown(broken).map((group) => (
            <RepairCard key={group.key} group={group} showing={showing} />
          ))}
          <More rest={disconnected - MAX_SHOWN} />
        </section>
      )}
      {unauthorized.length > 0 && (
        <NeedsPermission
          id="unauthorized"
          words={yourAccounts.unauthorized}
          accounts={unauthorized}
          timeZone={showing.timeZone}
        />
      )}
      {ending.length > 0 && (
        <NeedsPermission id="ending" words={yourAccounts.ending} accounts={ending} timeZone={showing.timeZone} />
      )}
      {detached.length > 0 && (
        <NeedsPermission id="detached" words={yourAccounts.detached} accounts={detached} timeZone={showing.timeZone} />
      )}
      {asked === 0 && accounts.length > 0 && <AllWell inactive={inactive.length > 0} />}
      {accounts.length === 0 && (
        <section className="card calm-card">
          <h2>{yourAccounts.empty}</h2>
          <p>{yourAccounts.emptyNote}</p>
        </section>
      )}
      {connected.length > 0 && <SimpleSection id="connected" title={yourAccounts.connected} accounts={connected} />}
      {inactive.length > 0 && (
        <SimpleSection
          id="inactive"
          title={yourAccounts.inactive}
          note={yourAccounts.inactiveNote}
          accounts={inactive}
        />
      )}
    </>
  );
}

type Groups = ReturnType<typeof groupAccounts>['broken'];

const size = (groups: Groups): number => groups.reduce((sum, { accounts }) => sum + accounts.length, 0);

function firstShown(groups: Groups): Groups {
  let left = MAX_SHOWN;
  return groups.flatMap((group) => {
    const accounts = group.accounts.slice(0, Math.max(0, left));
    left -= accounts.length;
    return accounts.length > 0 ? [{ ...group, accounts }] : [];
  });
}

/** Article: "There will be a green notification bar that indicates you successfully reconnected the account that was errored." */
function GreenBar({ connected, since }: { connected: readonly OwnerAccount[]; since: Date }) {
  const { words, list } = useI18n();
  const { yourAccounts } = words;
  const justBefore = new Date(since.getTime() - JUST_BEFORE_MS);
  const news = connected.filter(({ connectedAt }) => connectedAt !== null && connectedAt > justBefore);
  const again = news.filter((account) => account.again);
  const added = news.filter((account) => !account.again);
  const named = (accounts: readonly OwnerAccount[]) => ({
    n: accounts.length,
    names: list(accounts.map(({ name }) => name)),
  });
  // Always rendered, even when empty, because a screen reader announces only what appears inside a region it already
  // knows.
  return (
    <Live id="green-bar">
      {again.length > 0 && <Bar text={yourAccounts.reconnectedBar(named(again))} />}
      {added.length > 0 && <Bar text={yourAccounts.addedBar(named(added))} />}
    </Live>
  );
}

function Bar({ text }: { text: string }) {
  return (
    <p className="bar good" tabIndex={-1}>
      <Check />
      <span>
        <bdi>{text}</bdi>
      </span>
    </p>
  );
}

/** @param props.inactive whether some of the accounts are neither connected nor disconnected */
function AllWell({ inactive }: { inactive: boolean }) {
  const { yourAccounts, accountList } = useI18n().words;
  return (
    <section className="card calm-card well">
      <span className="badge">
        <Check />
      </span>
      <div>
        <h2>{inactive ? accountList.noneDisconnected : yourAccounts.allWell}</h2>
        <p>{yourAccounts.allWellNote}</p>
      </div>
    </section>
  );
}

interface NeedsPermissionProps {
  id: string;
  words: Messages['yourAccounts']['detached' | 'ending' | 'unauthorized'];
  accounts: readonly OwnerAccount[];
  timeZone: string;
}

/**
 * Accounts that are captured until their permission expires, because they moved without the Parent Profile that granted
 * it, or because it is about to expire; and imported accounts, whose permission only the archive knows. One sign-in keeps them connected.
 */
function NeedsPermission({ id: section, words, accounts, timeZone }: NeedsPermissionProps) {
  const { words: all, networkLabel, day } = useI18n();
  return (
    <section aria-labelledby={section}>
      <h2 id={section}>{words.title({ n: accounts.length })}</h2>
      <p className="lead">{words.note({ n: accounts.length })}</p>
      <ul className="card accounts">
        {accounts.slice(0, MAX_SHOWN).map(({ id, name, network, endsAt }) => (
          <li className="account" key={id} id={`account-${id}`}>
            <NetworkIcon network={network} />
            <div>
              <h3>
                <bdi>{name}</bdi>
              </h3>
              <p className="detail">
                {networkLabel(network)}
                {endsAt && <> · {all.yourAccounts.expiresOn({ day: day(endsAt, timeZone) })}</>}
              </p>
            </div>
            <ReconnectForm
              target={{ accountId: id }}
              id={`permit-${id}`}
              kind="primary"
              label={words.buttonNamed({ name })}
            >
              {words.button}
            </ReconnectForm>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface SimpleProps {
  id: string;
  title: string;
  note?: string;
  accounts: readonly OwnerAccount[];
}

function SimpleSection({ id, title, note, accounts }: SimpleProps) {
  const { words, networkLabel, number } = useI18n();
  const { yourAccounts, accountList } = words;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>
        {title} <span className="number">{number(accounts.length)}</span>
      </h2>
      {note && <p className="lead">{note}</p>}
      <ul className="card accounts plain">
        {accounts.slice(0, MAX_SHOWN).map(({ id: accountId, name, network, parentProfile, state }) => (
          <li className="account" key={accountId} id={`account-${accountId}`}>
            <NetworkIcon network={network} />
            <div className="account-body">
              <h3>
                <bdi>{name}</bdi>
              </h3>
              <p className="detail">
                {networkLabel(network)}
                {parentProfile && (
                  <>
                    {' · '}
                    <bdi>{yourAccounts.parentProfile({ name: parentProfile.name })}</bdi>
                  </>
                )}
              </p>
            </div>
            <span className={`status ${state}`}>{accountList.statuses[state]}</span>
          </li>
        ))}
      </ul>
      <More rest={accounts.length - MAX_SHOWN} />
    </section>
  );
}

function More({ rest }: { rest: number }) {
  const { yourAccounts } = useI18n().words;
  return rest > 0 ? <p className="lead">{yourAccounts.more({ n: rest })}</p> : null;
}
