/** Turns text from the OpenAPI document into HTML. */
export const escape = (text: string) => text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

/** Escapes the text and shows anything between backticks as code. */
export const prose = (text: string) => escape(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
