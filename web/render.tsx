/** React on the server only: pages work, and can be read, before any script runs. */
import type { Response } from 'express';
import type { ComponentType, ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { MemberContext } from './member-context.js';
import type { Member } from './members.js';
import { SPEECH, SpeechContext, type Speech } from './speech.js';

/** In which language this answer is written; set by `speaking` before any route. */
export const speechOf = (res: Response): Speech => (res.locals.speech as Speech | undefined) ?? SPEECH.en;

export function sendPage<P extends object>(res: Response, Page: ComponentType<P>, props: P, status = 200): void {
  const member = (res.locals.member as Member | undefined) ?? null;
  const html = fragment(
    speechOf(res),
    <MemberContext.Provider value={member}>
      <Page {...props} />
    </MemberContext.Provider>,
  );
  res.status(status).type('html').send(`<!doctype html>${html}`);
}

export const fragment = (speech: Speech, element: ReactElement): string =>
  renderToStaticMarkup(<SpeechContext.Provider value={speech}>{element}</SpeechContext.Provider>);
