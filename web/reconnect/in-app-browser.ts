/**
 * The browsers inside mail and social apps. Networks refuse sign-ins there, pop-ups don't open, and no one is signed in
 * ("a mail app's built-in browser is told to open the real one").
 */
const MARKS = [
  /\bFBA[NV]\b|\bFB_IAB\b|\bMessenger/, // Facebook, Messenger
  /\bInstagram\b/,
  /\bLine\//,
  /\bLinkedInApp\b/,
  /\bTwitter for\b/,
  /\bGSA\//, // the Google app
  /\bSnapchat\b|\bPinterest\/|\bMicroMessenger\b|\bTikTok\b|\bBytedanceWebview\b|\bTeams\/|\bSlack\b/,
  /; wv\)/, // any Android WebView
];

/** On an iPhone, every real browser's user agent includes Safari. A web view inside an app doesn't. */
const APPLE_WEB_VIEW = /\b(iPhone|iPad|iPod)\b.*AppleWebKit(?!.*Safari\/)/;

export function isInAppBrowser(userAgent: string | undefined): boolean {
  if (!userAgent) return false;
  return MARKS.some((mark) => mark.test(userAgent)) || APPLE_WEB_VIEW.test(userAgent);
}
