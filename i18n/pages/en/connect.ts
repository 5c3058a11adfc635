/** The page that a Personalized Link opens, before it has become the owner's own page. */
export const CONNECT = {
  title: 'Your accounts',
  opening: 'Opening your page…',
  noScript: {
    title: 'Please switch on JavaScript',
    lines: [
      'Your personal link keeps its secret part inside your browser, and needs JavaScript to hand it over safely.',
      'Switch JavaScript on for this site, or open the link in another browser. Then load this page again.',
    ],
  },
  inApp: {
    title: 'Open this page in your real browser',
    lines: [
      'You are in the built-in browser of another app. Networks often refuse sign-ins there, and you are probably not signed in.',
      'Copy your link and paste it into Safari, Chrome, Edge or Firefox.',
    ],
    copy: 'Copy my link',
    copied: 'Copied. Now paste it into your browser.',
    copyFailed: 'Copying did not work. Press and hold the address at the top to copy it.',
    stay: 'Continue here anyway',
  },
  dead: {
    title: 'This link no longer works',
    lines: [
      'It was replaced by a newer one, or has not been used in an email for 90 days. Your accounts are as they were.',
      'We can email a new link to the address that the archive has on file for you.',
    ],
    ask: 'Email me a new link',
    asked: 'If this was your link, a new one is on its way to the address on file. It can take a few minutes.',
  },
  unknown: {
    title: 'This link is incomplete',
    lines: [
      'A part of it is missing or was changed, perhaps when it was copied. Open it again from the email, with a click on its button.',
      'If that does not help, ask the person named at the end of the email for a new one.',
    ],
  },
  none: {
    title: 'Open the link in your email',
    lines: [
      'This page is opened by your personal link. You find it in every email about your accounts.',
      'No email? Ask an administrator of your archive to send you the link.',
    ],
  },
  trouble: {
    title: 'That did not work',
    lines: ['The page could not be opened just now. Check your connection, then try again.'],
    again: 'Try again',
  },
};
