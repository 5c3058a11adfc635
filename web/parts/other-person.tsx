/**
 * The question before a browser goes from one person's session to another's. It names both people and their archives. A page that
 * learns them from the server later leaves them out, and other-person.js fills them in.
 */
import type { RefusalParams } from '../../domain/refusal.js';
import { useI18n } from '../render/i18n.js';
import { answersOf } from '../render/ask-first.js';

export type TwoHolders = RefusalParams['other_person'];

/** @param props.holders when given, the button submits the form around it */
export function OtherPerson({ holders }: { holders?: TwoHolders }) {
  const i18n = useI18n();
  const { other } = i18n.words.signIn;
  const answers = holders && answersOf(i18n, holders.current, holders.next);
  return (
    <>
      <h1 tabIndex={-1} data-title="">
        {answers?.title ?? other.title}
      </h1>
      <p>
        <bdi data-line="">{answers?.line}</bdi>
      </p>
      <dl className="facts">
        {(['current', 'next'] as const).map((which) => (
          <div key={which} data-holder={which}>
            <dt>{other[which]}</dt>
            <dd>
              <strong>
                <bdi data-holder-name="">{holders?.[which].name}</bdi>
              </strong>
              <br />
              <bdi className="detail" data-holder-archive="">
                {holders?.[which].archive}
              </bdi>
            </dd>
          </div>
        ))}
      </dl>
      <p>{other.ends}</p>
      <div className="actions">
        <button type={holders ? 'submit' : 'button'} className="primary" data-confirm="">
          {answers?.goOn}
        </button>
        <a href={holders?.current.through === 'link' ? '/connect/accounts' : '/'} className="button quiet" data-stay="">
          {answers?.stay}
        </a>
      </div>
    </>
  );
}
