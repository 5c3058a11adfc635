/** The wording of security notices, for each reader: what was changed, and what to do in steps that this reader can take. */
import type { Actor } from '../domain/actor.js';
import type { Locale } from '../domain/locales.js';
import { actorWords } from '../i18n/actors.js';
import { formatMoment } from '../i18n/dates.js';
import { messagesIn } from '../i18n/index.js';
import type { Fact, SecurityWords } from './content.js';
import { sanitizeName } from './sanitize-name.js';
import { changedFacts, headlineOf } from './security-changes.js';
import { actionOf, isBy, isTheirs, mayUndo, stepsOf, type Dated, type SecurityFacts } from './security-steps.js';

export function securityNoticeWords(facts: SecurityFacts): SecurityWords {
  const { locale, events, timeZone } = facts;
  const { security } = messagesIn(locale).emails;
  const archive = sanitizeName(facts.archiveName);
  const total = events.length + facts.more;
  const [newest] = events;
  const what = headlineOf(locale, newest!, facts.readerId);
  const who = actorName(locale, newest!.by);
  const when = formatMoment(newest!.at, timeZone, locale);
  return {
    subject: total === 1 ? security.subject({ what, archive }) : security.subjectMore({ what, archive, n: total - 1 }),
    preview: total === 1 ? security.preview({ who, when }) : security.previewMore({ what, who, when }),
    headline: total === 1 ? what : security.headlineMore({ n: total }),
    lines: [...meaningOf(facts, total), ...(total === 1 ? [] : [security.newestFirst])],
    changes: events.map((event) => ({
      title: total === 1 ? null : headlineOf(locale, event, facts.readerId),
      facts: [...changedFacts(locale, event, facts.readerId, total === 1), ...circumstances(facts, event)],
    })),
    more: moreWords(facts),
    unexpected: { title: unexpectedTitle(facts, total), steps: stepsOf(facts) },
    action: actionOf(facts),
  };
}

function meaningOf(facts: SecurityFacts, total: number): string[] {
  const { expected, yourKey } = messagesIn(facts.locale).emails.security;
  const [{ security }] = facts.events as [Dated];
  if (isTheirs(facts) && security.change === 'api_keys_passed_on') return [yourKey({ n: security.total })];
  return [expected({ n: total })];
}

function unexpectedTitle(facts: SecurityFacts, total: number): string {
  const { unexpected } = messagesIn(facts.locale).emails.security;
  const { events, more, readerId } = facts;
  if (more === 0 && events.every(({ by }) => isBy(by, readerId))) return unexpected.yours({ n: total });
  return isTheirs(facts) ? unexpected.notYou : unexpected.title({ n: total });
}

function circumstances({ locale, timeZone, readerId }: SecurityFacts, { by, at }: Dated): Fact[] {
  const { facts } = messagesIn(locale).emails.security;
  return [
    { label: facts.by, value: isBy(by, readerId) ? facts.you : actorName(locale, by) },
    { label: facts.when, value: formatMoment(at, timeZone, locale) },
  ];
}

const actorName = (locale: Locale, by: Actor): string =>
  sanitizeName(
    actorWords(locale, {
      ...by,
      name: sanitizeName(by.name),
      ...(by.through && { through: { ...by.through, name: sanitizeName(by.through.name) } }),
    }),
  );

function moreWords(facts: SecurityFacts): string | null {
  const { locale, more } = facts;
  if (more === 0) return null;
  const { security } = messagesIn(locale).emails;
  return `${security.more({ n: more })} ${mayUndo(facts) ? security.moreCheck : security.moreAsk}`;
}
