/** A notice that who has access changed. It never carries a link that signs anyone in. */
import { messagesIn } from '../i18n/index.js';
import type { SecurityNoticeEmail, Template } from './content.js';
import { Layout } from './layout.js';
import { Button, Facts, FooterLines, Paragraph } from './parts.js';
import { questions } from './questions.js';
import { sanitizeLine } from './sanitize-name.js';
import { factLines, footerBlock, letter, linkBlock } from './text.js';

export const securityNotice: Template<SecurityNoticeEmail> = {
  subject: ({ notice }) => sanitizeLine(notice.subject),
  html: (content) => {
    const { notice } = content;
    return (
      <Layout
        content={content}
        title={sanitizeLine(notice.subject)}
        preview={sanitizeLine(notice.preview)}
        tone="alert"
        eyebrow={messagesIn(content.locale).emails.security.eyebrow}
        headline={sanitizeLine(notice.headline)}
        footer={<FooterLines lines={questions(content)} />}
      >
        {notice.lines.map((line, index) => (
          <Paragraph key={index}>{sanitizeLine(line)}</Paragraph>
        ))}
        <Facts facts={notice.facts} />
        {notice.action && <Button href={notice.action.url}>{sanitizeLine(notice.action.label)}</Button>}
      </Layout>
    );
  },
  text: (content) => {
    const { notice } = content;
    return letter([
      sanitizeLine(notice.headline),
      ...notice.lines.map(sanitizeLine),
      factLines(notice.facts),
      notice.action && linkBlock(sanitizeLine(notice.action.label), notice.action.url),
      footerBlock(content, questions(content)),
    ]);
  },
};
