/**
 * A page with a single message, such as a refusal, an expired sign-in, or an error. It always says what happened and
 * what to do now.
 */
import type { ReactNode } from 'react';
import type { ArchiveSummary } from '../../services/archives/summary.js';
import { Frame } from '../parts/frame.js';
import { HelpLink } from '../parts/help-link.js';
import { ReconnectForm, type ReconnectFormProps } from '../parts/reconnect-form.js';
import { useI18n } from '../render/i18n.js';
import type { HelpTopic } from '../help-outline.js';

export interface MessageProps {
  title: string;
  lines: readonly string[];
  tone?: 'alert' | 'calm';
  archive?: ArchiveSummary;
  /** The URL of the owner's page. Omitted for a reader without a session. */
  back?: string;
  /** What "Try again" starts again. */
  again?: ReconnectFormProps['target'];
  /** Whether another account at the network may be what was needed. The retry then lets the person choose one. */
  differentAccount?: boolean;
  /** An action that resolves the problem first. */
  offer?: { href: string; label: string; note?: string };
  /** A help topic with more information. */
  help?: HelpTopic;
  /** Whether the page may be in a pop-up, which result.js can close. */
  inWindow?: boolean;
  /** Whether the page has a footer with help and languages. */
  hasFoot?: boolean;
  children?: ReactNode;
}

export function MessagePage({
  title,
  lines,
  tone = 'alert',
  archive,
  back,
  again,
  differentAccount,
  offer,
  help,
  inWindow,
  hasFoot,
  children,
}: MessageProps) {
  const { reconnect, trouble } = useI18n().words;
  return (
    <Frame title={title} archive={archive} scripts={inWindow ? ['result.js'] : []} narrow hasFoot={hasFoot}>
      <section className={`card message ${tone}-card`} role={tone === 'alert' ? 'alert' : undefined}>
        <h1>
          <bdi>{title}</bdi>
        </h1>
        {lines.map((line) => (
          <p key={line}>
            <bdi>{line}</bdi>
          </p>
        ))}
        {children}
        {offer?.note && <p>{offer.note}</p>}
        {help && (
          <p>
            <HelpLink topic={help} aside={inWindow} />
          </p>
        )}
      </section>
      {(again || offer || back || inWindow) && (
        <div className="actions outside">
          {offer && (
            <a href={offer.href} className="button primary">
              {offer.label}
            </a>
          )}
          {again && differentAccount && (
            <ReconnectForm target={again} id="different-account" kind="primary">
              {reconnect.differentAccount}
            </ReconnectForm>
          )}
          {again && (
            <ReconnectForm target={again} id="again" kind={differentAccount ? 'quiet' : 'primary'}>
              {trouble.again}
            </ReconnectForm>
          )}
          {back && (
            <a href={back} className="button quiet" data-back="">
              {reconnect.back}
            </a>
          )}
          {inWindow && (
            <button type="button" className="quiet" data-close="" hidden>
              {reconnect.close}
            </button>
          )}
        </div>
      )}
    </Frame>
  );
}
