/** What only administrators can settle. It never carries an owner's link. */
import type { AdminNoticeEmail, Template } from './content.js';
import { Layout } from './layout.js';
import { Button, FooterLine, Labelled, Paragraph } from './parts.js';
import * as css from './styles.js';
import { footerBlock, letter, linkBlock } from './text.js';
import { plain, plainLine } from './words.js';

function whySent(content: AdminNoticeEmail): string {
  return `You receive this email because you are an administrator of the archive of ${plain(content.archiveName)}.`;
}

export const adminNotice: Template<AdminNoticeEmail> = {
  subject: (content) => plainLine(content.notice.subject),
  html: (content) => {
    const { notice } = content;
    return (
      <Layout
        title={plainLine(notice.subject)}
        preview={plainLine(notice.lines[0] ?? notice.headline)}
        productName={plain(content.productName)}
        archiveName={plain(content.archiveName)}
        tone="alert"
        eyebrow="For administrators"
        headline={plainLine(notice.headline)}
        footer={<FooterLine>{whySent(content)}</FooterLine>}
      >
        {notice.lines.map((line, index) => (
          <Paragraph key={index}>{plainLine(line)}</Paragraph>
        ))}
        {notice.facts.length > 0 ? (
          <div style={{ margin: '0 0 16px' }}>
            {notice.facts.map(({ label, value }, index) => (
              <Labelled key={index} label={plainLine(label)} value={plainLine(value)} />
            ))}
          </div>
        ) : null}
        {notice.steps.length > 0 ? (
          <>
            <p className="ink" style={{ ...css.label, margin: '0 0 6px' }}>
              What to do
            </p>
            <ol style={{ margin: '0 0 20px', padding: '0 0 0 24px' }}>
              {notice.steps.map((step, index) => (
                <li key={index} style={{ margin: '0 0 6px' }}>
                  {plainLine(step)}
                </li>
              ))}
            </ol>
          </>
        ) : null}
        <Button href={notice.action.url}>{plainLine(notice.action.label)}</Button>
      </Layout>
    );
  },
  text: (content) => {
    const { notice } = content;
    return letter([
      plainLine(notice.headline),
      ...notice.lines.map(plainLine),
      notice.facts.map(({ label, value }) => `${plainLine(label)}: ${plainLine(value)}`).join('\n'),
      notice.steps.length > 0 &&
        ['What to do:', ...notice.steps.map((step, index) => `${index + 1}. ${plainLine(step)}`)].join('\n'),
      linkBlock(plainLine(notice.action.label), notice.action.url),
      footerBlock([`${plain(content.productName)} · ${plain(content.archiveName)}`, whySent(content)]),
    ]);
  },
};
