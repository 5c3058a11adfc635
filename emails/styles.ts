/**
 * The styles of the emails. Colors are inline because many mail programs drop the style sheet. The sheet adds dark mode
 * and a phone layout for the programs that keep it. Every pair of text and background has a contrast of at least 4.5:1
 * in both color schemes.
 */
import type { CSSProperties } from 'react';

/** Outlook for Windows takes padding only from its own property. */
interface MailStyle extends CSSProperties {
  msoPaddingAlt?: string;
  msoLineHeightRule?: string;
}

const FONT = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

export type Tone = 'alert' | 'good' | 'calm';
export const TONE_COLORS: Record<Tone, string> = { alert: '#b42318', good: '#067647', calm: '#1d4ed8' };

const style = (css: MailStyle): MailStyle => css;

/** A name can be one long word, which would widen the email beyond a phone's screen. Not all mail programs know both. */
const BREAKS = { overflowWrap: 'anywhere', wordBreak: 'break-word' } as const;

export const page = style({ margin: 0, padding: 0, width: '100%', backgroundColor: '#f2f4f7' });
export const pageCell = style({ padding: '24px 12px 40px', backgroundColor: '#f2f4f7' });
export const column = style({ width: '100%', maxWidth: 600, margin: '0 auto' });
export const masthead = style({
  ...BREAKS,
  padding: '4px 8px 16px',
  fontFamily: FONT,
  fontSize: 15,
  lineHeight: '22px',
  color: '#475467',
});
export const brand = style({ color: '#101828', fontWeight: 700 });
export const card = style({
  backgroundColor: '#ffffff',
  borderRadius: 12,
  border: '1px solid #e4e7ec',
  borderCollapse: 'separate',
});
export const cardCell = style({
  ...BREAKS,
  padding: '32px 36px 36px',
  fontFamily: FONT,
  fontSize: 16,
  lineHeight: '25px',
  color: '#344054',
});
export const eyebrow = style({
  margin: '0 0 8px',
  fontSize: 13,
  lineHeight: '18px',
  fontWeight: 700,
  letterSpacing: '0.3px',
});
export const headline = style({
  margin: '0 0 16px',
  fontSize: 25,
  lineHeight: '32px',
  fontWeight: 700,
  color: '#101828',
});
export const paragraph = style({ margin: '0 0 16px' });
/** One of several lists, apart from the button above it. */
export const part = style({ margin: '24px 0 0' });
export const section = style({
  margin: '24px 0 8px',
  fontSize: 17,
  lineHeight: '24px',
  fontWeight: 600,
  color: '#101828',
});
export const quiet = style({ margin: '16px 0 0', fontSize: 14, lineHeight: '21px', color: '#475467' });
export const footerCell = style({
  ...BREAKS,
  padding: '20px 8px 0',
  fontFamily: FONT,
  fontSize: 13,
  lineHeight: '20px',
  color: '#475467',
});
export const footerLine = style({ margin: '0 0 8px' });
export const link = style({ color: '#1d4ed8', textDecoration: 'underline' });

export const group = style({
  width: '100%',
  margin: '0 0 16px',
  border: '1px solid #e4e7ec',
  borderRadius: 10,
  borderCollapse: 'separate',
});
export const remedyCell = style({
  padding: '12px 16px 14px',
  fontSize: 14,
  lineHeight: '21px',
  color: '#344054',
  backgroundColor: '#f9fafb',
  borderRadius: '0 0 10px 10px',
});
export const label = style({ color: '#101828', fontWeight: 600 });
export const remedyGap = style({ margin: '0 0 6px' });
export const flush = style({ margin: 0 });
export const help = style({ margin: '6px 0 0', fontSize: 13, lineHeight: '19px' });

export const buttonTable = style({ margin: '8px 0 0' });
export const buttonCell = style({
  borderRadius: 8,
  backgroundColor: '#1d4ed8',
  msoPaddingAlt: '14px 34px',
  textAlign: 'center',
});
export const buttonLink = style({
  display: 'inline-block',
  padding: '14px 34px',
  fontFamily: FONT,
  fontSize: 17,
  lineHeight: '22px',
  fontWeight: 600,
  color: '#ffffff',
  textDecoration: 'none',
  borderRadius: 8,
});
export const loss = style({ margin: '24px 0 0', padding: '16px 0 0', borderTop: '1px solid #e4e7ec' });

/** Text that only an inbox shows, after the subject. It never appears on the page. */
export const preview = style({
  display: 'none',
  overflow: 'hidden',
  lineHeight: '1px',
  maxHeight: 0,
  maxWidth: 0,
  opacity: 0,
});

const DARK = `
.page{background-color:#0d1117!important}
.card{background-color:#161b22!important;border-color:#30363d!important}
.ink{color:#f0f3f6!important}
.soft{color:#d0d7de!important}
.mute{color:#a9b3be!important}
.line{border-color:#30363d!important}
.well{background-color:#1c2128!important;color:#d0d7de!important}
.link{color:#8ab4ff!important}
.alert{color:#ff9c92!important}
.good{color:#5fd39b!important}
.calm{color:#8ab4ff!important}
.button{background-color:#2563eb!important}`;

/** Outlook.com rewrites colors itself and marks the page, so it gets the same rules. */
const OUTLOOK_DARK = DARK.replaceAll('\n.', '\n[data-ogsc] .');

export const STYLE_SHEET = `:root{color-scheme:light dark;supported-color-schemes:light dark}
body{-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%}
table{mso-table-lspace:0;mso-table-rspace:0}
@media (max-width:480px){
.page-cell{padding:12px 0 32px!important}
.card-cell{padding:24px 18px 28px!important}
.masthead,.footer{padding-left:18px!important;padding-right:18px!important}
.card{border-radius:0!important;border-left:0!important;border-right:0!important}
.headline{font-size:22px!important;line-height:28px!important}
.button-table,.button-link{width:100%!important;box-sizing:border-box!important}
}
@media (prefers-color-scheme:dark){${DARK}
}${OUTLOOK_DARK}
`;
