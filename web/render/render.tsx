/** Renders React on the server only, so pages work and can be read before any script runs. */
import type { Response } from 'express';
import type { ComponentType, ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { AskedToSignIn, SignedInContext, type SignedInPerson } from './signed-in.js';
import { PathContext, pathOf } from './path-context.js';
import { ProductName, productNameOf } from './product-name.js';
import { I18N, I18nContext, type I18n } from './i18n.js';

/** Returns the language of this response. `chooseLocale` sets it before any route runs. */
export const i18nOf = (res: Response): I18n => (res.locals.i18n as I18n | undefined) ?? I18N.en;

const errorsIn = (props: object): readonly { needsSignIn?: boolean }[] =>
  'errors' in props && Array.isArray(props.errors) ? (props.errors as object[]) : [];

/** A page that shows `errors` gets status 422, which also says that nothing was done. */
const statusFor = (props: object): number => (errorsIn(props).length > 0 ? 422 : 200);

export function sendPage<P extends object>(
  res: Response,
  Page: ComponentType<P>,
  props: P,
  status = statusFor(props),
): void {
  res
    .status(status)
    .type('html')
    .send(renderPage(res, Page, props));
}

/** Renders a whole page, in the language of this response and for its reader. */
export function renderPage<P extends object>(res: Response, Page: ComponentType<P>, props: P): string {
  const page = (
    <AskedToSignIn.Provider value={errorsIn(props).some(({ needsSignIn }) => needsSignIn)}>
      <Page {...props} />
    </AskedToSignIn.Provider>
  );
  return `<!doctype html>${fragment(res, page)}`;
}

/** Renders part of a page, in the language of this response and for its reader. */
export function fragment(res: Response, element: ReactElement): string {
  const person = (res.locals.signedIn as SignedInPerson | undefined) ?? null;
  return renderToStaticMarkup(
    <I18nContext.Provider value={i18nOf(res)}>
      <PathContext.Provider value={pathOf(res)}>
        <ProductName value={productNameOf(res)}>
          <SignedInContext.Provider value={person}>{element}</SignedInContext.Provider>
        </ProductName>
      </PathContext.Provider>
    </I18nContext.Provider>,
  );
}
