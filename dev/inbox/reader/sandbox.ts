/** A mail may hold anything, so it gets no origin, no scripts and nowhere to send a form; links in it open as ordinary tabs. */
export const MAIL_SANDBOX = 'allow-popups allow-popups-to-escape-sandbox';
