/**
 * Article: "Click Connect Accounts next to the appropriate Account owner. Select the method with which you want to send the
 * personalized link. Either Send link via email or Copy link to clipboard."
 */
import type { ReactNode } from 'react';
import { copyPersonalizedLink, sendPersonalizedLink } from '../../../services/people/personalized-link.js';
import type { OwnerRow } from '../../../services/people/user-list.js';
import { Live } from '../../parts/live.js';
import { useI18n } from '../../render/i18n.js';
import { usePermitted } from '../../render/signed-in.js';

export interface LinkLife {
  now: Date;
  timeZone: string;
  /** How long a link works after the last email that contained it, in milliseconds. */
  life: number;
  /** How long a given-up address rests before it is tried again automatically, in milliseconds. */
  rest: number;
}

export interface ConnectPanelProps {
  row: OwnerRow;
  links: LinkLife;
  /** Where the response leads: back to the list with this query, or to the person's page when omitted. */
  list?: string;
}

export function ConnectPanel({ row, links, list }: ConnectPanelProps) {
  const { connect } = useI18n().words.people;
  const { user } = row;
  const deliverable = user.emailState === 'ok';
  const permitted = usePermitted();
  return (
    <div className="connect-panel">
      <p className="detail">{connect.what}</p>
      {!deliverable && <p className="problem">{connect.cannotSend}</p>}
      <div className="actions">
        {deliverable && permitted(sendPersonalizedLink) && (
          <LinkForm userId={user.id} delivery="email" list={list}>
            <button type="submit" className="quiet" aria-label={connect.sendTo(user)}>
              {connect.send}
            </button>
          </LinkForm>
        )}
        {permitted(copyPersonalizedLink) && (
          <LinkForm userId={user.id} delivery="copy" list={list}>
            <button type="submit" className="quiet" aria-label={connect.copyFor(user)}>
              {connect.copy}
            </button>
          </LinkForm>
        )}
      </div>
      <Live id={`copied-${user.id}`} className="copied" />
      <p className="detail">
        <Until linkSentAt={row.linkSentAt} links={links} />{' '}
        {permitted(sendPersonalizedLink, copyPersonalizedLink) && (
          <a href={`/configure/people/${user.id}/renew`} aria-label={connect.renewFor(user)}>
            {connect.renew}
          </a>
        )}
      </p>
    </div>
  );
}

function Until({ linkSentAt, links }: { linkSentAt: Date | null; links: LinkLife }) {
  const { words, day } = useI18n();
  const { connect } = words.people;
  if (!linkSentAt) return connect.never;
  const end = new Date(linkSentAt.getTime() + links.life);
  return connect[end < links.now ? 'expired' : 'until']({ day: day(end, links.timeZone) });
}

/** copy.js handles the forms that copy, and puts the link on the clipboard. Without it, a page shows the link. */
export function LinkForm({
  userId,
  delivery,
  list,
  renew,
  children,
}: {
  userId: string;
  delivery: 'email' | 'copy';
  list?: string;
  renew?: boolean;
  children: ReactNode;
}) {
  return (
    <form
      method="post"
      action={`/configure/people/${userId}/link`}
      data-copy-into={delivery === 'copy' && !renew ? `copied-${userId}` : undefined}
    >
      <input type="hidden" name="delivery" value={delivery} />
      {list !== undefined && <input type="hidden" name="list" value={list} />}
      {renew && <input type="hidden" name="renew" value="on" />}
      {children}
    </form>
  );
}
