/** Files of a language, "emails/letters", sorted. */
export function filesOf(language: string): string[];
/** What a file has: messages, in groups and lists. */
export function read(language: string, file: string): object;
/** Of each message, its key ("letters.first.subject", "letters.steps.0") and its text. */
export function messagesOf(source: object): Generator<[key: string, message: string]>;
