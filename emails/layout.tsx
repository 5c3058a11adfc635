/**
 * The frame of every email: masthead, card, footer. It uses tables because Outlook for Windows uses Word as its layout
 * engine. It has no images or other remote content, so nothing is tracked and nothing is blocked.
 *
 * It uses plain elements instead of react-email's components. Importing that package costs 0.7 s and 34 MB in each
 * process (it pulls in Tailwind and a code highlighter), and these few tables are all we would use.
 */
import type { ReactNode } from 'react';
import { escapeHtml } from './account-rows.js';
import type { EmailContent } from './content.js';
import { sanitizeName } from './sanitize-name.js';
import * as css from './styles.js';

interface TableProps {
  children: ReactNode;
  className?: string;
  style?: React.CSSProperties;
  width?: string;
}

/** A layout table. Its role tells screen readers that it isn't a data table. */
export function Table({ children, className, style, width = '100%' }: TableProps) {
  return (
    <table
      role="presentation"
      className={className}
      width={width}
      cellPadding={0}
      cellSpacing={0}
      border={0}
      style={style}
    >
      <tbody>{children}</tbody>
    </table>
  );
}

/** The filler keeps an inbox from showing the first words of the page after a short preview. */
const FILLER = ' \u200c'.repeat(90);

/** Scales for high pixel densities. Otherwise Outlook for Windows draws a 600 px column too narrow. */
const HEAD = `<meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="x-apple-disable-message-reformatting"><meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><!--[if mso]><noscript><xml><o:OfficeDocumentSettings xmlns:o="urn:schemas-microsoft-com:office:office"><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml></noscript><![endif]--><style>${css.STYLE_SHEET}</style>`;

/**
 * Outlook for Windows doesn't support max-width, so it alone gets a 600 px table around the column. JSX can't output
 * comments, so two private-use characters mark their places until render.ts inserts them; sanitizeName() keeps both
 * characters out of names.
 */
const OUTLOOK_BEGIN = '\ue000';
const OUTLOOK_END = '\ue001';

export function withOutlookColumn(html: string): string {
  return html
    .replace(
      OUTLOOK_BEGIN,
      '<!--[if mso]><table role="presentation" width="600" align="center" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->',
    )
    .replace(OUTLOOK_END, '<!--[if mso]></td></tr></table><![endif]-->');
}

/** The head is one string because its Outlook comment can't be written in JSX. */
function head(title: string): string {
  return `${HEAD}<title>${escapeHtml(title)}</title>`;
}

interface LayoutProps {
  content: EmailContent;
  title: string;
  preview: string;
  tone: css.Tone;
  eyebrow: string;
  headline: string;
  children: ReactNode;
  /** Null leaves no empty room. */
  footer: ReactNode;
}

export function Layout({ content, title, preview, tone, eyebrow, headline, children, footer }: LayoutProps) {
  return (
    <html lang={content.locale} dir="ltr">
      <head dangerouslySetInnerHTML={{ __html: head(title) }} />
      <body className="page" style={css.page}>
        <div style={css.preview}>{preview + FILLER}</div>
        <Table className="page" style={css.page}>
          <tr>
            <td className="page page-cell" align="center" style={css.pageCell}>
              {OUTLOOK_BEGIN}
              <Table style={css.column}>
                <tr>
                  <td className="masthead mute" align="left" style={css.masthead}>
                    <span className="ink" style={css.brand}>
                      {sanitizeName(content.productName)}
                    </span>
                    {` · ${sanitizeName(content.archiveName)}`}
                  </td>
                </tr>
                <tr>
                  <td>
                    <Card tone={tone} eyebrow={eyebrow} headline={headline}>
                      {children}
                    </Card>
                  </td>
                </tr>
                {footer && (
                  <tr>
                    <td className="footer mute" align="left" style={css.footerCell}>
                      {footer}
                    </td>
                  </tr>
                )}
              </Table>
              {OUTLOOK_END}
            </td>
          </tr>
        </Table>
      </body>
    </html>
  );
}

function Card({ tone, eyebrow, headline, children }: Pick<LayoutProps, 'tone' | 'eyebrow' | 'headline' | 'children'>) {
  return (
    <Table className="card" style={css.card}>
      <tr>
        <td className="card-cell soft" align="left" style={css.cardCell}>
          <p className={tone} style={EYEBROWS[tone]}>
            {eyebrow}
          </p>
          <h1 className="headline ink" style={css.headline}>
            {headline}
          </h1>
          {children}
        </td>
      </tr>
    </Table>
  );
}

const EYEBROWS: Record<css.Tone, React.CSSProperties> = {
  alert: { ...css.eyebrow, color: css.TONE_COLORS.alert },
  good: { ...css.eyebrow, color: css.TONE_COLORS.good },
  calm: { ...css.eyebrow, color: css.TONE_COLORS.calm },
};
