/** Configure → emails: the names that the operator set, and the sender, time zone, and language that emails use. */
import { messagesIn } from '../../../i18n/index.js';
import type { FieldError } from '../../forms/field-errors.js';
import { LOCALES } from '../../../domain/locales.js';
import type { SampleEmail, SampleKind } from '../../render/email-samples.js';
import { ConfigureNav } from '../../parts/configure-nav.js';
import { DoneNotice, problemOf, Problems, SelectField, TextField } from '../../parts/form.js';
import { Fact } from '../../parts/fact.js';
import { HelpLink } from '../../parts/help-link.js';
import { Frame } from '../../parts/frame.js';
import { useI18n } from '../../render/i18n.js';
import { timeZoneOptions } from '../../parts/time-zones.js';
import { EmailPreview } from './email-preview.js';

/** What only the operator changes, because people rely on it. */
interface Names {
  archiveName: string;
  productName: string;
}

export interface NamesForm {
  senderName: string;
  timeZone: string;
  locale: string;
}

export interface EmailsPageProps {
  names: Names;
  form: NamesForm;
  errors: readonly FieldError[];
  done: string | null;
  kind: SampleKind;
  email: SampleEmail;
}

export function EmailsPage({ names, form, errors, done, kind, email }: EmailsPageProps) {
  const { emails } = useI18n().words.settings;
  return (
    <Frame title={emails.title} section="configure" scripts={['time-zones.js']}>
      <DoneNotice text={done} />
      <div className="page-head">
        <h1>{emails.title}</h1>
        <p className="lead">{emails.lead}</p>
        <p>
          <HelpLink topic="emails" />
        </p>
      </div>
      <ConfigureNav place="emails" />
      <div className="settings">
        <Problems
          errors={errors}
          labels={{ senderName: emails.sender, timeZone: emails.timeZone, locale: emails.language }}
        />
        <section className="card form-card">
          <OperatorsNames {...names} />
          <Settings form={form} errors={errors} />
        </section>
        <EmailPreview kind={kind} email={email} />
      </div>
    </Frame>
  );
}

function OperatorsNames({ archiveName, productName }: Names) {
  const {
    settings: { emails },
    emails: { letters },
  } = useI18n().words;
  const subject = letters.first.subject({ product: productName });
  return (
    <>
      <dl className="facts">
        <Fact label={emails.archive}>{archiveName}</Fact>
        <Fact label={emails.product}>{productName}</Fact>
      </dl>
      <p className="detail">{emails.productHint({ subject })}</p>
      <p className="detail">{emails.namesNote}</p>
    </>
  );
}

function Settings({ form, errors }: Pick<EmailsPageProps, 'form' | 'errors'>) {
  const {
    forms,
    settings: { emails },
  } = useI18n().words;
  const field = (name: keyof NamesForm) => ({ name, value: form[name], problem: problemOf(errors, name) });
  const languages = LOCALES.map((value) => ({ value, label: messagesIn(value).common.languageName }));
  return (
    <form className="form" method="post" action="/configure/emails">
      <TextField {...field('senderName')} label={emails.sender} hint={emails.senderHint} maxLength={80} dir="auto" />
      <SelectField
        {...field('timeZone')}
        label={emails.timeZone}
        hint={emails.timeZoneHint}
        options={timeZoneOptions(form.timeZone)}
        timeZones
      />
      <SelectField {...field('locale')} label={emails.language} hint={emails.languageHint} options={languages} />
      <div className="actions">
        <button type="submit" className="primary">
          {forms.save}
        </button>
      </div>
    </form>
  );
}
