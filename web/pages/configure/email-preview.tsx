/** An email of each kind as an inbox shows it. Its HTML is a separate page in a sandboxed frame with no permissions. */
import { SAMPLE_KINDS, type SampleEmail, type SampleKind } from '../../render/email-samples.js';
import { useI18n } from '../../render/i18n.js';

export function EmailPreview({ kind, email }: { kind: SampleKind; email: SampleEmail }) {
  const { emails } = useI18n().words.settings;
  return (
    <section className="email-preview" id="preview" aria-labelledby="preview-title">
      <h2 id="preview-title">{emails.preview}</h2>
      <p className="lead">{emails.previewLead}</p>
      <nav className="sub-nav" aria-label={emails.whichEmail}>
        {SAMPLE_KINDS.map((other) => (
          <a
            key={other}
            href={`/configure/emails?show=${other}#preview`}
            aria-current={other === kind ? 'true' : undefined}
          >
            {emails.kinds[other]}
          </a>
        ))}
      </nav>
      <p>{emails.about[kind]}</p>
      <article className="card">
        <Envelope email={email} />
        <iframe
          title={emails.frame({ kind: emails.kinds[kind] })}
          src={`/configure/emails/preview/${kind}`}
          sandbox=""
        />
        <details className="plain-text">
          <summary>{emails.plain}</summary>
          <pre dir="auto">{email.text}</pre>
        </details>
      </article>
    </section>
  );
}

function Envelope({ email }: { email: SampleEmail }) {
  const { emails } = useI18n().words.settings;
  const lines = [
    [emails.subject, email.subject],
    [emails.from, email.from],
    [emails.to, email.to],
    [emails.cc, email.cc.length > 0 ? email.cc.join(', ') : emails.noCc],
  ] as const;
  return (
    <dl className="envelope">
      {lines.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}
