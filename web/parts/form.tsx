/**
 * The building blocks of every form. Label, hint, and error belong to their field, both visually and for screen
 * readers.
 */
import type { ReactNode } from 'react';
import { afterColon } from '../../i18n/after-colon.js';
import type { FieldError } from '../forms/field-errors.js';
import { useI18n } from '../render/i18n.js';
import { SignInFirst, type ToDo } from './fresh-sign-in.js';
import { Check } from './icons.js';
import { Live } from './live.js';

interface Shared {
  name: string;
  label: string;
  hint?: string;
  problem?: string;
}

function FieldFrame({ name, label, hint, problem, children }: Shared & { children: ReactNode }) {
  return (
    <div className={problem ? 'field wrong' : 'field'}>
      <label htmlFor={`field-${name}`}>{label}</label>
      {hint && (
        <p className="detail" id={`hint-${name}`}>
          {hint}
        </p>
      )}
      {children}
      {problem && (
        <p className="problem" id={`problem-${name}`}>
          {problem}
        </p>
      )}
    </div>
  );
}

const controlProps = ({ name, hint, problem }: Shared) => ({
  id: `field-${name}`,
  name,
  'aria-invalid': problem ? true : undefined,
  'aria-describedby': [hint && `hint-${name}`, problem && `problem-${name}`].filter(Boolean).join(' ') || undefined,
});

export type TextFieldProps = Shared & {
  value?: string;
  type?: 'text' | 'email' | 'number' | 'date' | 'search' | 'datetime-local';
  required?: boolean;
  autoComplete?: string;
  min?: string | number;
  max?: string | number;
  maxLength?: number;
  /** Shows the value that applies while the field is empty. */
  placeholder?: string;
  dir?: 'auto';
};

/**
 * An address is text to the browser, with the keyboard for addresses: a browser's own check refuses a pasted address for characters that
 * no one sees and that we clean away, in its own words.
 */
const ADDRESS = { type: 'text', inputMode: 'email', autoCapitalize: 'none', spellCheck: false } as const;

export function TextField({ value, label, hint, problem, name, type = 'text', ...more }: TextFieldProps) {
  const shared = { name, label, hint, problem };
  const kind = type === 'email' ? ADDRESS : { type };
  return (
    <FieldFrame {...shared}>
      <input defaultValue={value} {...kind} {...more} {...controlProps(shared)} />
    </FieldFrame>
  );
}

export function TextArea({
  value,
  rows = 3,
  required,
  ...shared
}: Shared & { value?: string; rows?: number; required?: boolean }) {
  return (
    <FieldFrame {...shared}>
      <textarea defaultValue={value} rows={rows} required={required} {...controlProps(shared)} />
    </FieldFrame>
  );
}

export interface Option {
  value: string;
  label: string;
}

export interface SelectFieldProps extends Shared {
  value?: string;
  options: readonly Option[];
  required?: boolean;
  /** Whether the list is one of time zones, which time-zones.js sorts for the person's browser. */
  timeZones?: boolean;
}

export function SelectField({ value, options, timeZones, required, ...shared }: SelectFieldProps) {
  return (
    <FieldFrame {...shared}>
      <select defaultValue={value} data-time-zones={timeZones} required={required} {...controlProps(shared)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

export interface CheckboxProps {
  name: string;
  value?: string;
  label: ReactNode;
  checked?: boolean;
  type?: 'checkbox' | 'radio';
  hint?: string;
}

export function Checkbox({ name, value = 'on', label, checked, type = 'checkbox', hint }: CheckboxProps) {
  const id = `tick-${name}-${value}`;
  return (
    <div className="tick">
      <input
        type={type}
        id={id}
        name={name}
        value={value}
        defaultChecked={checked}
        aria-describedby={hint && `hint-${id}`}
      />
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p className="detail" id={`hint-${id}`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** What the fields of a page are called, by the paths that errors have. */
export type FieldLabels = Readonly<Record<string, string>>;

interface ProblemsProps {
  errors: readonly FieldError[];
  labels?: FieldLabels;
  /** What the person does after signing in again. */
  toDo?: ToDo;
  /** Whether the page has a field that the person filled in. */
  hasTyped?: boolean;
}

/**
 * What couldn't be saved, and why. Each error is also shown at its field, and named here as the field is labeled there. A sign-in that is
 * too old isn't the person's mistake.
 */
export function Problems({ errors, labels = {}, toDo = 'save', hasTyped = true }: ProblemsProps) {
  const { locale, words } = useI18n();
  const { forms, problems } = words;
  if (errors.length === 0) return null;
  if (errors.some(({ needsSignIn }) => needsSignIn)) return <SignInFirst toDo={toDo} hasTyped={hasTyped} />;
  return (
    // oxlint-disable-next-line jsx-a11y/no-autofocus -- the page was loaded to say this
    <section className="card message alert-card problems" role="alert" tabIndex={-1} autoFocus>
      <h2>{forms.problems({ n: errors.length })}</h2>
      <ul>
        {errors.map(({ path, message, remedy }) => (
          <li key={path + message}>
            {Object.hasOwn(labels, path)
              ? problems.field({ field: labels[path]!, problem: afterColon(message, locale) })
              : message}
            {remedy && (
              <>
                {' '}
                <a href={remedy.href}>{remedy.label}</a>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

export const problemOf = (errors: readonly FieldError[], path: string): string | undefined =>
  errors.find((error) => error.path === path)?.message;

/** The green bar after an action. A page that loads with it begins there, for the eye, the keyboard, and a screen reader. */
export function DoneNotice({ text }: { text?: string | null }) {
  return (
    <Live>
      {text ? (
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the page was loaded to say this
        <p className="bar good" tabIndex={-1} autoFocus>
          <Check />
          <span>
            <bdi>{text}</bdi>
          </span>
        </p>
      ) : null}
    </Live>
  );
}
