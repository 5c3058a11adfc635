/** The frame of every page: head, masthead, landmarks. */
import type { ReactNode } from 'react';
import { needsFreshSignIn } from '../../domain/principal.js';
import { assetUrl, type AssetName } from '../assets.js';
import { useSignedIn } from '../render/signed-in.js';
import { useProductName } from '../render/product-name.js';
import { Mark } from './icons.js';
import { LanguageChoice } from './language-choice.js';
import { Navigation, type Section } from './navigation.js';
import { NoticePlace } from './notice-bar.js';
import { useI18n } from '../render/i18n.js';

// htmx reads its settings from here, because the Content Security Policy allows no inline script.
const HTMX_CONFIG = JSON.stringify({ includeIndicatorCSS: false, history: false });

const NOTICE_SCRIPTS: readonly AssetName[] = ['htmx.js', 'live.js'];
const ALWAYS: readonly AssetName[] = ['submit-once.js'];
const STALE: readonly AssetName[] = ['fresh-sign-in.js'];

export interface FrameProps {
  title: string;
  /** The archive that the page is about. Omitted when it isn't known. */
  archive?: { archiveName: string; productName: string };
  /** Text at the right of the masthead, for example the owner's name. */
  aside?: string;
  /** The page's place in the navigation. */
  section?: Section;
  scripts?: readonly AssetName[];
  /** A single card in the middle, for messages and pop-ups. */
  narrow?: boolean;
  /** Whether there is a footer with help and languages. A pop-up has none. */
  hasFoot?: boolean;
  children: ReactNode;
}

export function Frame({
  title,
  archive: given,
  aside,
  section,
  scripts = [],
  narrow,
  hasFoot = !narrow,
  children,
}: FrameProps) {
  const { locale, words } = useI18n();
  const { common, nav } = words;
  const person = useSignedIn();
  const installed = useProductName();
  const archive = given ?? person?.archive;
  const product = archive?.productName ?? installed;
  // The dashboard and people's own accounts already show it.
  const announces = person !== null && !narrow && section !== 'dashboard' && section !== 'mine';
  const needed = new Set([
    ...scripts,
    ...(announces ? NOTICE_SCRIPTS : []),
    ...(person ? ALWAYS : []),
    ...(person && needsFreshSignIn(person.principal) ? STALE : []),
  ]);
  return (
    <html lang={locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#161b22" media="(prefers-color-scheme: dark)" />
        <meta name="htmx-config" content={HTMX_CONFIG} />
        <title>{title === product ? title : `${title} · ${product}`}</title>
        <link rel="icon" href={assetUrl('icon.svg')} type="image/svg+xml" />
        <link rel="stylesheet" href={assetUrl('relink.css')} />
        {[...needed].map((name) => (
          <script key={name} src={assetUrl(name)} defer />
        ))}
      </head>
      <body className={narrow ? 'narrow' : undefined}>
        <a className="skip" href="#main">
          {common.skip}
        </a>
        <header className="masthead">
          <div className="masthead-inner">
            <Mark />
            <p className="brand">
              <strong>{product}</strong>
              {archive && (
                <span className="archive">
                  <bdi>{archive.archiveName}</bdi>
                </span>
              )}
            </p>
            {aside && (
              <p className="whose">
                <bdi>{aside}</bdi>
              </p>
            )}
            {person && !aside && (
              <a className="whose" href="/you" aria-current={section === 'you' ? 'page' : undefined}>
                <bdi>{person.session.user.name}</bdi>
              </a>
            )}
          </div>
          <Navigation section={section} />
        </header>
        {announces && <NoticePlace />}
        <main id="main" tabIndex={-1}>
          {children}
        </main>
        {hasFoot && (
          <footer className="page-foot">
            <a href="/help">{nav.help}</a>
            <LanguageChoice />
          </footer>
        )}
      </body>
    </html>
  );
}
