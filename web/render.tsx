/** React on the server only: pages work, and can be read, before any script runs. */
import type { Response } from 'express';
import type { ComponentType, ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { MemberContext } from './member-context.js';
import type { Member } from './require-sign-in.js';
import { PathContext } from './path-context.js';
import { SPEECH, SpeechContext, type Speech } from './i18n.js';

/** In which language this answer is written; set by `speaking` before any route. */
export const speechOf = (res: Response): Speech => (res.locals.speech as Speech | undefined) ?? SPEECH.en;

export function sendPage<P extends object>(res: Response, Page: ComponentType<P>, props: P, status = 200): void {
  res
    .status(status)
    .type('html')
    .send(`<!doctype html>${fragment(res, <Page {...props} />)}`);
}

/** A part of a page, in the language and for the person of this answer. */
export function fragment(res: Response, element: ReactElement): string {
  const member = (res.locals.member as Member | undefined) ?? null;
  return renderToStaticMarkup(
    <SpeechContext.Provider value={speechOf(res)}>
      <PathContext.Provider value={res.req.method === 'GET' ? res.req.originalUrl : '/'}>
        <MemberContext.Provider value={member}>{element}</MemberContext.Provider>
      </PathContext.Provider>
    </SpeechContext.Provider>,
  );
}
