/** A notice about something that only administrators can resolve. It never carries an owner's link. */
import type { AdminNoticeEmail, Template } from './content.js';
import { Layout } from './layout.js';
import { Button, Facts, FooterLine, Paragraph } from './parts.js';
import { sanitizeName, sanitizeLine } from './sanitize-name.js';
import * as css from './styles.js';
import { factLines, footerBlock, letter, linkBlock } from './text.js';
import { messagesIn } from '../i18n/index.js';

function whySent(content: AdminNoticeEmail): string {
  return messagesIn(content.locale).emails.common.whyAdministrator({ archive: sanitizeName(content.archiveName) });
}

export const adminNotice: Template<AdminNoticeEmail> = {
  subject: (content) => sanitizeLine(content.notice.subject),
  html: (content) => {
    const { notice } = content;
    const { notices } = messagesIn(content.locale).emails;
    return (
      <Layout
        content={content}
        title={sanitizeLine(notice.subject)}
        preview={sanitizeLine(notice.preview)}
        tone="alert"
        eyebrow={notices.eyebrow}
        headline={sanitizeLine(notice.headline)}
        footer={<FooterLine>{whySent(content)}</FooterLine>}
      >
        {notice.lines.map((line, index) => (
          <Paragraph key={index}>{sanitizeLine(line)}</Paragraph>
        ))}
        <Facts facts={notice.facts} />
        {notice.steps.length > 0 ? (
          <>
            <p className="ink" style={{ ...css.label, margin: '0 0 6px' }}>
              {notices.whatToDo}
            </p>
            <ol style={{ margin: '0 0 20px', padding: '0 0 0 24px' }}>
              {notice.steps.map((step, index) => (
                <li key={index} style={{ margin: '0 0 6px' }}>
                  {sanitizeLine(step)}
                </li>
              ))}
            </ol>
          </>
        ) : null}
        <Button href={notice.action.url}>{sanitizeLine(notice.action.label)}</Button>
      </Layout>
    );
  },
  text: (content) => {
    const { notice } = content;
    const { notices } = messagesIn(content.locale).emails;
    return letter([
      sanitizeLine(notice.headline),
      ...notice.lines.map(sanitizeLine),
      factLines(notice.facts),
      notice.steps.length > 0 &&
        [`${notices.whatToDo}:`, ...notice.steps.map((step, index) => `${index + 1}. ${sanitizeLine(step)}`)].join(
          '\n',
        ),
      linkBlock(sanitizeLine(notice.action.label), notice.action.url),
      footerBlock(content, [whySent(content)]),
    ]);
  },
};
