/** Step 3: what will move and why, what won't, and who is told; or else everything that prevents the transfer. */
import type { TransferProblem } from '../../../domain/transfers.js';
import type { TransferReview } from '../../../services/transfers/choose.js';
import { transferNeedsFreshSignIn } from '../../../services/transfers/request.js';
import type { FieldError } from '../../forms/field-errors.js';
import { Problems } from '../../parts/form.js';
import { FreshSignIn } from '../../parts/fresh-sign-in.js';
import { Warning } from '../../parts/icons.js';
import { useI18n } from '../../render/i18n.js';
import { describeTransferred } from '../../render/describe-transferred.js';
import type { TransferForm } from '../../forms/transfer-form.js';
import {
  AccountThing,
  FormerProfiles,
  Hidden,
  More,
  NEW,
  ProfileThing,
  NotMoved,
  StepButton,
  StepFrame,
} from './parts.js';

export interface ReviewPageProps extends TransferReview {
  form: TransferForm;
  errors: readonly FieldError[];
}

export function ReviewPage(props: ReviewPageProps) {
  const { form, errors, owner, profiles, chosen, managed, detached, staying, disconnected } = props;
  const i18n = useI18n();
  const { review, steps } = i18n.words.transfers;
  const all = chosen.total + managed.total;
  const things = describeTransferred(i18n, all, profiles.total);
  const asked = { n: disconnected.notified, all, owner: owner.name };
  return (
    <StepFrame step="review" heading={review.heading({ things, owner: owner.name })}>
      <div className="stack">
        <Problems errors={errors} toDo="continue" hasTyped={false} />
        <p className="lead">{review.lead({ n: all })}</p>
        <section className="card form-card" aria-labelledby="moves">
          <h2 id="moves">{review.moves}</h2>
          <ul className="things">
            {profiles.first.map((profile) => (
              <ProfileThing key={profile.id} profile={profile} />
            ))}
            {managed.first.map((account) => (
              <AccountThing key={account.id} account={account} more={[review.managed]} />
            ))}
            {chosen.first.map((account) => (
              <AccountThing key={account.id} account={account} />
            ))}
          </ul>
          <More of={[profiles, managed, chosen]} />
          {disconnected.notified > 0 && <p>{form.notify ? review.disconnected(asked) : review.reminders(asked)}</p>}
          {disconnected.paused > 0 && <p>{review.paused({ n: disconnected.paused, all, owner: owner.name })}</p>}
        </section>
        <NotMoved detached={detached} staying={staying} />
        <FormerProfiles profiles={props.authorizedThrough} owner={owner.name} />
        <section className="card form-card">
          {form.to === '' && <p>{review.newOwner(owner)}</p>}
          <p>{form.notify ? review.emails({ owner: owner.name }) : review.noEmails}</p>
          {transferNeedsFreshSignIn({ notify: form.notify, addsOwner: form.to === '' }) && (
            <FreshSignIn before="transfer" />
          )}
          <form method="post" action={NEW} className="actions">
            <Hidden form={form} />
            <StepButton step="now" kind="primary">
              {review.confirm}
            </StepButton>
            <StepButton step="to" kind="quiet">
              {steps.back}
            </StepButton>
          </form>
        </section>
      </div>
    </StepFrame>
  );
}

export interface ImpossiblePageProps {
  form: TransferForm;
  problems: readonly (TransferProblem & { name: string | null })[];
  message: string;
}

export function ImpossiblePage({ form, problems, message }: ImpossiblePageProps) {
  const { problems: words, steps } = useI18n().words.transfers;
  return (
    <StepFrame step="review" heading={words.heading}>
      <section className="card message alert-card" role="alert">
        <h2>
          <Warning /> {words.nothing}
        </h2>
        {problems.length === 0 && <p>{message}</p>}
        <ul>
          {problems.map(({ id, kind, name, code }) => (
            <li key={id}>
              <bdi>{words[code]({ name: name ?? words.unnamed[kind] })}</bdi>
            </li>
          ))}
        </ul>
        <form method="post" action={NEW} className="actions">
          <Hidden form={form} />
          <StepButton step="choose" kind="primary">
            {words.change}
          </StepButton>
          <StepButton step="to" kind="quiet">
            {steps.back}
          </StepButton>
        </form>
      </section>
    </StepFrame>
  );
}
