/** A failure that the person can do something about: its message is all that is shown. */
export class SetupError extends Error {}

const began = Date.now();

export function say(line) {
  console.log(`[setup ${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s] ${line}`);
}
