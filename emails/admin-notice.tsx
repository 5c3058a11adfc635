/** A notice about something that only administrators can resolve. It never carries an owner's link. */
import type { AdminNoticeEmail, Template } from './content.js';
import { Layout } from './layout.js';
import { Button, Facts, FooterLine, Paragraph, Steps } from './parts.js';
import { sanitizeName, sanitizeLine } from './sanitize-name.js';
import { factLines, footerBlock, letter, linkBlock, stepLines } from './text.js';
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
        <Steps title={notices.whatToDo} steps={notice.steps} />
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
      stepLines(notices.whatToDo, notice.steps),
      linkBlock(sanitizeLine(notice.action.label), notice.action.url),
      footerBlock(content, [whySent(content)]),
    ]);
  },
};
