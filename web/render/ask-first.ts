/** Answers a script whose page must ask before the browser becomes someone else's: with what to ask, in the reader's words. */
import type { Response } from 'express';
import {
  isRefusal,
  type CurrentHolder,
  type RefusalData,
  type RefusalParams,
  type SessionHolder,
} from '../../domain/refusal.js';
import { problemOf, sendProblem } from '../../http/problem.js';
import { addressPieces, shownAddress } from '../../i18n/shown-address.js';
import { browserName } from './browser-name.js';
import { i18nOf } from './render.js';
import type { I18n } from './i18n.js';

/** Sends the question. @throws {unknown} any other error */
export function askFirst(res: Response, error: unknown): void {
  const i18n = i18nOf(res);
  const shown = isRefusal(error) && shownQuestion(i18n, error);
  if (!shown) throw error;
  sendProblem(res, { ...problemOf(error, i18n.locale), shown });
}

function shownQuestion(i18n: I18n, refusal: RefusalData): object | null {
  if (refusal.code === 'other_person') return answersOf(i18n, refusal.params.current, refusal.params.next);
  return refusal.code === 'asked_elsewhere' ? shownRequest(i18n, refusal.params) : null;
}

/** It names the people, so that nobody has to remember who "the other person" is. */
export function answersOf({ words }: I18n, current: CurrentHolder, next: SessionHolder) {
  const { other } = words.signIn;
  const isSameArchive = current.archiveId === next.archiveId;
  if (isSameArchive)
    return { title: other.title, line: other.line(next), goOn: other.goOn(next), stay: other.stay(current) };
  return { title: other.titleIn, line: other.lineIn(next), goOn: other.goOnIn(next), stay: other.stayIn(current) };
}

/** What the page shows of a link that another browser asked for. */
function shownRequest(i18n: I18n, params: RefusalParams['asked_elsewhere']) {
  const { person, email, archive, timeZone, asked, current } = params;
  const { elsewhere } = i18n.words.signIn;
  return {
    person,
    email: addressPieces(shownAddress(email)),
    archive,
    when: asked && i18n.moment(new Date(asked.at), timeZone),
    browser: asked && browserName(asked.userAgent, i18n.words.you),
    current: current && elsewhere.current({ name: current.name, archive: current.archive }),
    onlyFor: asked ? null : elsewhere.onlyFor({ name: person }),
    goOn: elsewhere.goOn({ name: person }),
    stay: current ? i18n.words.signIn.other.stay({ name: current.name }) : elsewhere.stay,
  };
}
