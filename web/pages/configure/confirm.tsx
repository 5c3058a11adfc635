/** Asks for confirmation before an action that can't be undone, and says what will happen. */
import type { ComponentProps, ReactNode } from 'react';
import type { FieldError } from '../../forms/field-errors.js';
import { FreshSignIn } from '../../parts/fresh-sign-in.js';
import { DoneNotice, Problems } from '../../parts/form.js';
import { Frame } from '../../parts/frame.js';
import type { Section } from '../../parts/navigation.js';
import { useI18n } from '../../render/i18n.js';

export interface ConfirmPageProps {
  title: string;
  lines: readonly string[];
  errors?: readonly FieldError[];
  /** What was done just before, on the way here. */
  done?: string | null;
  /** What needs a fresh sign-in. */
  freshFor?: ComponentProps<typeof FreshSignIn>['before'];
  /** The part of the site that the page belongs to. */
  section?: Section;
  /** The target of "Cancel". */
  cancel: string;
  children?: ReactNode;
}

export function ConfirmPage(props: ConfirmPageProps) {
  const { title, lines, errors = [], done = null, freshFor, section = 'configure', cancel, children } = props;
  const { forms } = useI18n().words;
  return (
    <Frame title={title} section={section}>
      <DoneNotice text={done} />
      <Problems errors={errors} toDo="continue" hasTyped={false} />
      <section className="card message asked">
        <h1>
          <bdi>{title}</bdi>
        </h1>
        {lines.map((line) => (
          <p key={line}>
            <bdi>{line}</bdi>
          </p>
        ))}
        {freshFor && <FreshSignIn before={freshFor} />}
        <div className="actions">
          {children}
          <a className="button quiet" href={cancel}>
            {forms.cancel}
          </a>
        </div>
      </section>
    </Frame>
  );
}
