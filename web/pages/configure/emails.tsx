/** Configure → emails: the names, time zone, and language that emails use. */
import { messagesIn } from '../../../i18n/index.js';
import type { FieldError } from '../../forms/field-errors.js';
import { LOCALES } from '../../../domain/locales.js';
import type { SampleEmail, SampleKind } from '../../render/email-samples.js';
import { ConfigureNav } from '../../parts/configure-nav.js';
import { DoneNotice, problemOf, Problems, SelectField, TextField } from '../../parts/form.js';
import { HelpLink } from '../../parts/help-link.js';
import { Frame } from '../../parts/frame.js';
import { useI18n } from '../../render/i18n.js';
import { useProductName } from '../../render/product-name.js';
import { timeZoneOptions } from '../../parts/time-zones.js';
import { EmailPreview } from './email-preview.js';

export interface NamesForm {
  name: string;
  productName: string;
  senderName: string;
  timeZone: string;
  locale: string;
}

export interface EmailsPageProps {
  form: NamesForm;
  errors: readonly FieldError[];
  done: string | null;
  kind: SampleKind;
  email: SampleEmail;
}

export function EmailsPage({ form, errors, done, kind, email }: EmailsPageProps) {
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
        <Problems errors={errors} />
        <section className="card form-card">
          <Names form={form} errors={errors} />
        </section>
        <EmailPreview kind={kind} email={email} />
      </div>
    </Frame>
  );
}

function Names({ form, errors }: Pick<EmailsPageProps, 'form' | 'errors'>) {
  const installed = useProductName();
  const {
    forms,
    settings: { emails },
    emails: { letters },
  } = useI18n().words;
  const field = (name: keyof NamesForm) => ({ name, value: form[name], problem: problemOf(errors, name) });
  const languages = LOCALES.map((value) => ({ value, label: messagesIn(value).common.languageName }));
  return (
    <form className="form" method="post" action="/configure/emails">
      <TextField
        {...field('name')}
        label={emails.archive}
        hint={emails.archiveHint}
        required
        maxLength={200}
        dir="auto"
      />
      <TextField
        {...field('productName')}
        label={emails.product}
        hint={emails.productHint({ subject: letters.first.subject({ product: form.productName || installed }) })}
        placeholder={installed}
        maxLength={80}
        dir="auto"
      />
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
