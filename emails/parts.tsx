/** The building blocks of the templates. */
import type { ReactNode } from 'react';
import type { AccountLine, ReasonGroup } from './account-groups.js';
import { accountRows } from './account-rows.js';
import type { Fact } from './content.js';
import { Table } from './layout.js';
import { sanitizeLine } from './sanitize-name.js';
import * as css from './styles.js';

export function Paragraph({ children }: { children: ReactNode }) {
  return <p style={css.paragraph}>{children}</p>;
}

export function Quiet({ children }: { children: ReactNode }) {
  return (
    <p className="mute" style={css.quiet}>
      {children}
    </p>
  );
}

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <h2 className="ink" style={css.section}>
        {title}
      </h2>
      {children}
    </>
  );
}

export function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a className="link" href={href} target="_blank" style={css.link}>
      {children}
    </a>
  );
}

/** One per email ("has one obvious button"). */
export function Button({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Table className="button-table" width="auto" style={css.buttonTable}>
      <tr>
        <td className="button" align="center" style={css.buttonCell}>
          <a className="button-link" href={href} target="_blank" style={css.buttonLink}>
            {children}
          </a>
        </td>
      </tr>
    </Table>
  );
}

/** What isn't being archived in the meantime, set apart at the end of the card. */
export function Loss({ children }: { children: ReactNode }) {
  return (
    <p className="line" style={css.loss}>
      {children}
    </p>
  );
}

export function AccountBox({ lines, children }: { lines: AccountLine[]; children?: ReactNode }) {
  return (
    <table
      role="presentation"
      className="line"
      width="100%"
      cellPadding={0}
      cellSpacing={0}
      border={0}
      style={css.group}
    >
      <tbody dangerouslySetInnerHTML={{ __html: accountRows(lines, children !== undefined) }} />
      {children ? (
        <tbody>
          <tr>
            <td className="well" style={css.remedyCell}>
              {children}
            </td>
          </tr>
        </tbody>
      ) : null}
    </table>
  );
}

/** "Why: …" */
export function Labelled({ label, value, last = false }: { label: string; value: string; last?: boolean }) {
  return (
    <p style={last ? css.flush : css.remedyGap}>
      <span className="ink" style={css.label}>
        {label}:
      </span>
      {` ${value}`}
    </p>
  );
}

/** Lines with a label each, such as who changed something, and when. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  if (facts.length === 0) return null;
  return (
    <div style={{ margin: '0 0 16px' }}>
      {facts.map(({ label, value }, index) => (
        <Labelled key={index} label={sanitizeLine(label)} value={sanitizeLine(value)} />
      ))}
    </div>
  );
}

/** What to do, in order. */
export function Steps({ title, steps }: { title: string; steps: readonly string[] }) {
  if (steps.length === 0) return null;
  return (
    <>
      <p className="ink" style={{ ...css.label, margin: '0 0 6px' }}>
        {sanitizeLine(title)}
      </p>
      <ol style={{ margin: '0 0 20px', padding: '0 0 0 24px' }}>
        {steps.map((step, index) => (
          <li key={index} style={{ margin: '0 0 6px' }}>
            {sanitizeLine(step)}
          </li>
        ))}
      </ol>
    </>
  );
}

/** `help` links to an explanation of the reason, in small type after the remedy. */
export function ReasonBox({ group, help }: { group: ReasonGroup; help?: { label: string; url: string } }) {
  return (
    <AccountBox lines={group.lines}>
      <Labelled label={group.whyLabel} value={group.why} />
      <Labelled label={group.remedyLabel} value={group.remedy} last />
      {help ? (
        <p style={css.help}>
          <TextLink href={help.url}>{help.label}</TextLink>
        </p>
      ) : null}
    </AccountBox>
  );
}

/** Null without lines. It's called, not rendered, so that the layout can tell. */
export const footerLines = (lines: readonly string[]): ReactNode =>
  lines.length === 0 ? null : lines.map((line) => <FooterLine key={line}>{line}</FooterLine>);

export function FooterLine({ children }: { children: ReactNode }) {
  return <p style={css.footerLine}>{children}</p>;
}
