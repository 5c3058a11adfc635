import { archiveCreate, archiveList, archiveRename } from './archive.js';
import type { Command } from './command.js';
import { surgeHoldsList, surgeHoldsRelease, surgeHoldsWithdraw } from './surge-holds.js';
import { doctor } from './doctor.js';
import { hold, release } from './hold.js';
import { keysCreate, keysList, keysRevoke } from './keys.js';
import { migrate } from './migrate.js';
import { organizationList, organizationServe, organizationStop, organizationUnlink } from './organization.js';
import { networksCheck } from './networks.js';
import { rotateKeysCommand } from './rotate-keys.js';
import { backlog } from './backlog.js';

export const COMMANDS: readonly Command[] = [
  migrate,
  archiveCreate,
  archiveList,
  archiveRename,
  keysList,
  keysCreate,
  keysRevoke,
  organizationList,
  organizationServe,
  organizationStop,
  organizationUnlink,
  rotateKeysCommand,
  hold,
  release,
  backlog,
  surgeHoldsList,
  surgeHoldsRelease,
  surgeHoldsWithdraw,
  networksCheck,
  doctor,
];

/** Returns the commands of a group, e.g. all that start with `keys`, such as `keys list`. */
export function commandsOf(word: string | undefined): readonly Command[] {
  return COMMANDS.filter(({ name }) => name.split(' ').length > 1 && name.split(' ')[0] === word);
}

/** Finds the command that the arguments start with, and returns it with the rest of them. */
export function findCommand(args: readonly string[]): { command: Command; rest: string[] } | null {
  for (const command of COMMANDS) {
    const words = command.name.split(' ');
    if (words.every((word, i) => args[i] === word)) return { command, rest: args.slice(words.length) };
  }
  return null;
}
