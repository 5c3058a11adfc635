/** A failure that the user can do something about; only its message is shown. */
export class SetupError extends Error {}

const began = Date.now();

export function say(line) {
  console.log(`[setup ${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s] ${line}`);
}
