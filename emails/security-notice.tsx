/** A notice that who has access changed. It never carries a link that signs anyone in. */
import { messagesIn } from '../i18n/index.js';
import type { SecurityNoticeEmail, Template } from './content.js';
import { Layout } from './layout.js';
import { Button, Facts, footerLines, Paragraph, Section, Steps } from './parts.js';
import { questions } from './questions.js';
import { sanitizeLine } from './sanitize-name.js';
import { factLines, footerBlock, letter, linkBlock, stepLines } from './text.js';

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
        footer={footerLines(questions(content))}
      >
        {notice.lines.map((line, index) => (
          <Paragraph key={index}>{sanitizeLine(line)}</Paragraph>
        ))}
        {notice.changes.map(({ title, facts }, index) =>
          title === null ? (
            <Facts key={index} facts={facts} />
          ) : (
            <Section key={index} title={sanitizeLine(title)}>
              <Facts facts={facts} />
            </Section>
          ),
        )}
        {notice.more && <Paragraph>{sanitizeLine(notice.more)}</Paragraph>}
        <Steps {...notice.unexpected} />
        {notice.action && <Button href={notice.action.url}>{sanitizeLine(notice.action.label)}</Button>}
      </Layout>
    );
  },
  text: (content) => {
    const { notice } = content;
    return letter([
      sanitizeLine(notice.headline),
      ...notice.lines.map(sanitizeLine),
      ...notice.changes.map(({ title, facts }) => (title ? `${sanitizeLine(title)}\n` : '') + factLines(facts)),
      notice.more && sanitizeLine(notice.more),
      stepLines(notice.unexpected.title, notice.unexpected.steps),
      notice.action && linkBlock(sanitizeLine(notice.action.label), notice.action.url),
      footerBlock(content, questions(content)),
    ]);
  },
};
