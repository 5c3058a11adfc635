/** An email can contain anything, so its frame gets no origin, no scripts, and nowhere to send a form; its links open as ordinary tabs. */
export const MAIL_SANDBOX = 'allow-popups allow-popups-to-escape-sandbox';
