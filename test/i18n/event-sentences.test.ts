/** There is a sentence for each type of event, whoever did it and whatever is known, in each language. */
import { describe, expect, test } from '@jest/globals';
import type { Actor } from '../../domain/actor.js';
import { EVENT_TYPES, type EventType } from '../../domain/audit-events.js';
import { LOCALES } from '../../domain/locales.js';
import { actorWords } from '../../i18n/actors.js';
import { eventSentence, type EventFacts, type EventValues } from '../../web/render/event-sentences.js';
import { I18N } from '../../web/render/i18n.js';

const KINDS: readonly Actor['kind'][] = ['archive', 'user', 'link', 'relink', 'operator', 'network', 'provider'];
/** Events that the services cause themselves. */
const OURS: readonly EventType[] = [
  'reported',
  'reopened',
  'refresh_tried',
  'token_checked',
  'surge_held',
  'renewal_asked',
  'email_sent',
  'address_retried',
  'step_skipped',
  'reconnected',
  'withdrawn',
  'reason_changed',
];

const facts = (known: Partial<EventFacts> = {}): EventFacts => ({
  by: 'user',
  why: '',
  openedBy: null,
  said: false,
  worked: false,
  works: false,
  ours: false,
  suspectedCode: false,
  believed: false,
  waits: false,
  unsure: false,
  forNow: false,
  separate: false,
  together: false,
  ...known,
});

const values = (known: Partial<EventValues> = {}): EventValues => ({
  actor: 'Kim Lee',
  provider: 'Facebook',
  reason: 'The Facebook password was changed.',
  email: 'The first email',
  to: 'sam@springfield.example',
  cc: 'ann@springfield.example',
  addresses: 'sam@springfield.example',
  until: 'Nov 26, 2026, 7:09 PM MST',
  ends: 'Nov 26, 2026',
  refusal: 'The reason wasn’t recorded.',
  signedInAs: 'Riverton Parks',
  from: 'Ann',
  ...known,
});

const FEW = { cc: '', addresses: '', signedInAs: '' };

describe.each(LOCALES)('the timeline in %s', (locale) => {
  const i18n = I18N[locale];

  test.each(EVENT_TYPES)('describes %s in complete sentences', (type) => {
    for (const by of KINDS)
      for (const known of [{}, FEW])
        for (const yes of [true, false]) {
          const all = facts({
            by,
            worked: yes,
            works: yes,
            ours: yes,
            suspectedCode: yes,
            believed: yes,
            waits: yes && by === 'relink',
            unsure: yes,
            forNow: yes,
            separate: yes,
          });
          const sentence = eventSentence(i18n, type, all, values(known));
          expect(sentence).toMatch(/^\p{Lu}\P{C}*\.$/u);
          expect(sentence).not.toMatch(/undefined|[{}]| {2}|\( *\)|\.\./);
        }
  });

  test('puts a reason that a person typed in a sentence of its own', () => {
    const { because } = i18n.words.timeline;
    for (const type of ['paused', 'inactive', 'withdrawn', 'account_inactive'] as const) {
      const bare = eventSentence(i18n, type, facts(), values());
      const why = 'On vacation';
      expect(eventSentence(i18n, type, facts({ why }), values())).toBe(`${bare} ${because({ why })}`);
    }
  });

  test('names no actor for what Relink did itself', () => {
    const actor = actorWords(locale, { kind: 'relink', name: 'Relink' });
    for (const type of OURS)
      expect(eventSentence(i18n, type, facts({ by: 'relink' }), values({ actor }))).not.toContain(actor);
    expect(eventSentence(i18n, 'moved_to_mars', facts({ by: 'relink' }), values({ actor }))).not.toContain(actor);
  });

  test('sets apart what someone called an API key', () => {
    expect(actorWords(locale, { kind: 'archive', name: 'capture engine' })).toContain('“capture engine”');
    const through = { id: 'key_1', name: 'Night job' };
    expect(actorWords(locale, { kind: 'user', name: 'Kim Lee', through })).toMatch(/^Kim Lee .*“Night job”/);
  });

  test('never calls the product Relink', () => {
    for (const kind of KINDS.filter((kind) => kind !== 'user'))
      expect(actorWords(locale, { kind, name: 'Facebook' })).not.toContain('Relink');
  });
});

test('the facts of an event determine its sentence', () => {
  const said = (type: EventType, known: Partial<EventFacts>, more: Partial<EventValues> = {}) =>
    eventSentence(I18N.en, type, facts(known), values(more));
  expect(said('refresh_tried', { worked: true })).toBe('We renewed the permission automatically.');
  expect(said('refresh_tried', {})).toMatch(/^We tried to renew/);
  expect(said('token_checked', { works: true })).toBe('We checked the permission with Facebook. It works.');
  expect(said('token_checked', { works: true, believed: true })).toContain('this time we trust the report');
  expect(said('token_checked', {})).toContain('couldn’t confirm');
  expect(said('reconnected', {})).toContain('signed in as Riverton Parks and reconnected the account');
  expect(said('reconnected', {}, FEW)).toBe('Kim Lee reconnected the account. Archiving has resumed.');
  expect(said('reconnected', { by: 'archive' }, FEW)).toContain('reported that the account has been reconnected');
  expect(said('reconnected', { said: true }, FEW)).toContain('Kim Lee reported that the account has been reconnected');
  expect(said('disconnect_opened', { openedBy: 'marked_active' })).toMatch(/^Kim Lee marked the account active\./);
  expect(said('disconnect_opened', { openedBy: 'sign_in' })).toMatch(/signed in as Riverton Parks without giving/);
  expect(said('reopened', { openedBy: 'sign_in' })).toMatch(/signed in as Riverton Parks without giving/);
  expect(said('email_bounced', { unsure: true }, { addresses: 'a@b.example, c@d.example, and e@f.example' })).toContain(
    'bounced at one of these addresses: a@b.example, c@d.example, and e@f.example.',
  );
  expect(said('email_bounced', {})).toContain('couldn’t be delivered to sam@springfield.example');
  expect(said('email_bounced', { forNow: true })).toContain('temporary, so we keep emailing that address');
  expect(said('reported', { by: 'relink' })).toBe(
    'We found that the account is disconnected. The Facebook password was changed.',
  );
});
