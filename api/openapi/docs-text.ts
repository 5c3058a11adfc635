/** Words of the OpenAPI document in HTML. */
export const escape = (text: string) => text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

/** What stands between backticks is code. */
export const prose = (text: string) => escape(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
