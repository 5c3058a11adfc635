/** The shared parts of the transfer pages: the steps, the things that move, and the state that travels in the form. */
import type { ReactNode } from 'react';
import { PROVIDER_LABELS } from '../../../domain/networks.js';
import type { FormerProfile } from '../../../services/transfers/former-profiles.js';
import type { ChoiceAccount, ChoiceProfile, Listed } from '../../../services/transfers/choice-queries.js';
import { Frame } from '../../parts/frame.js';
import { NetworkIcon } from '../../parts/icons.js';
import { useI18n } from '../../render/i18n.js';
import { hiddenFields, type TransferForm } from '../../forms/transfer-form.js';

export const NEW = '/transfers/new';
const SHOWN_STEPS = ['choose', 'to', 'review'] as const;

export function StepFrame({
  step,
  heading,
  children,
}: {
  step: (typeof SHOWN_STEPS)[number];
  heading: string;
  children: ReactNode;
}) {
  const { transfers } = useI18n().words;
  return (
    <Frame title={heading} section="transfers">
      <div className="page-head">
        <h1>
          <bdi>{heading}</bdi>
        </h1>
        <ol className="steps" aria-label={transfers.steps.label}>
          {SHOWN_STEPS.map((one) => (
            <li key={one} aria-current={one === step ? 'step' : undefined}>
              {transfers.steps[one]}
            </li>
          ))}
        </ol>
      </div>
      {children}
    </Frame>
  );
}

export function Hidden({ form, except = [] }: { form: TransferForm; except?: (keyof TransferForm)[] }) {
  return hiddenFields(form, except).map(([name, value]) => (
    <input key={name + value} type="hidden" name={name} value={value} />
  ));
}

/** Moves back and forth between the steps, and takes the form's state along. */
export function StepButton({ step, kind, children }: { step: string; kind: 'primary' | 'quiet'; children: ReactNode }) {
  return (
    <button type="submit" name="step" value={step} className={kind} formNoValidate={kind === 'quiet'}>
      {children}
    </button>
  );
}

export interface ThingProps {
  name: string;
  icon: ReactNode;
  lines: readonly string[];
  children?: ReactNode;
}

export function Thing({ name, icon, lines, children }: ThingProps) {
  return (
    <li className="thing">
      {icon}
      <div>
        <strong>
          <bdi>{name}</bdi>
        </strong>
        {lines.map((line) => (
          <span className="detail" key={line}>
            <bdi>{line}</bdi>
          </span>
        ))}
      </div>
      {children}
    </li>
  );
}

export function AccountThing({
  account,
  more = [],
  children,
}: {
  account: ChoiceAccount;
  more?: string[];
  children?: ReactNode;
}) {
  const { words, networkLabel } = useI18n();
  const { accountOf, throughProfile } = words.transfers;
  const lines = [
    accountOf({ account: networkLabel(account.network), owner: account.owner.name }),
    ...(account.parentProfile ? [throughProfile({ profile: account.parentProfile.name })] : []),
    ...more,
  ];
  return (
    <Thing name={account.name} icon={<NetworkIcon network={account.network} />} lines={lines}>
      {children}
    </Thing>
  );
}

export function ProfileThing({ profile, children }: { profile: ChoiceProfile; children?: ReactNode }) {
  const { profileOf, manages } = useI18n().words.transfers;
  const lines = [
    profileOf({ provider: PROVIDER_LABELS[profile.network], owner: profile.owner.name }),
    manages({ n: profile.manages }),
  ];
  const network = profile.network === 'facebook' ? 'facebook_page' : 'linkedin_page';
  return (
    <Thing name={profile.name} icon={<NetworkIcon network={network} />} lines={lines}>
      {children}
    </Thing>
  );
}

interface NotMovedProps {
  /** Accounts that move without their Parent Profile. */
  detached: Listed<ChoiceAccount>;
  /** Accounts that stay although their Parent Profile moves. */
  staying: Listed<ChoiceAccount>;
}

/** Explains what doesn't move along: the Parent Profiles of moved accounts, and accounts whose Parent Profile moves. */
export function NotMoved({ detached, staying }: NotMovedProps) {
  const { review } = useI18n().words.transfers;
  return (
    <>
      <SomeAccounts
        id="detached"
        title={review.detached}
        note={review.detachedNote({ n: detached.total })}
        listed={detached}
      />
      <SomeAccounts
        id="staying"
        title={review.staying}
        note={review.stayingNote({ n: staying.total })}
        listed={staying}
      />
    </>
  );
}

/** Accounts that need an explanation. Renders nothing when there are none. */
function SomeAccounts({
  id,
  title,
  note,
  listed,
}: {
  id: string;
  title: string;
  note: string;
  listed: Listed<ChoiceAccount>;
}) {
  if (listed.total === 0) return null;
  return (
    <section className="card form-card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p>
        <bdi>{note}</bdi>
      </p>
      <ul className="things">
        {listed.first.map((account) => (
          <AccountThing key={account.id} account={account} />
        ))}
      </ul>
      <More of={[listed]} />
    </section>
  );
}

/** Warns that the network still has the permission of the former owner's personal profile. Renders nothing when it doesn't. */
export function FormerProfiles({ profiles, owner }: { profiles: readonly FormerProfile[]; owner: string }) {
  const { authorizedThrough: words } = useI18n().words.transfers;
  if (profiles.length === 0) return null;
  return (
    <section className="card form-card" aria-labelledby="former-profiles">
      <h2 id="former-profiles">{words.title}</h2>
      <ul>
        {profiles.map(({ id, name, network, accountIds }) => (
          <li key={id}>
            <bdi>{words.profile({ profile: name, provider: PROVIDER_LABELS[network], n: accountIds.length })}</bdi>
          </li>
        ))}
      </ul>
      <p>
        <bdi>{words.note({ owner })}</bdi>
      </p>
    </section>
  );
}

export function More({ of }: { of: readonly Listed<unknown>[] }): ReactNode {
  const { more } = useI18n().words.transfers;
  const left = of.reduce((n, { total, first }) => n + total - first.length, 0);
  return left > 0 ? <p className="detail">{more({ n: left })}</p> : null;
}
