import { holdMail, readHold, releaseMail } from '../services/mail/mail-hold.js';
import { CommandError, readArguments, type Command } from './command.js';
import { withDatabase } from './environment.js';

export const hold: Command = {
  name: 'hold',
  summary: 'Puts all mail on hold until `release`. Reports are still accepted, and series continue',
  options: { reason: { description: 'Why, for the next operator', value: 'text', required: true } },
  async run(args) {
    const { options } = readArguments(this, args);
    const { held, before } = await withDatabase(async ({ db }) => ({
      held: await holdMail(db, options.reason!.trim()),
      before: await readHold(db),
    }));
    if (held) return console.log(`All mail has been on hold since ${held.heldAt.toISOString()}: ${held.reason}`);
    throw new CommandError(
      `All mail is already on hold, since ${before?.heldAt.toISOString()}: ${before?.reason}. Nothing was changed. To change the reason, run \`release\` first.`,
    );
  },
};

export const release: Command = {
  name: 'release',
  summary: 'Sends the mail that `hold` kept back',
  async run(args) {
    readArguments(this, args);
    const released = await withDatabase(releaseMail);
    console.log(
      released
        ? `Mail is being sent again. It had been on hold since ${released.heldAt.toISOString()}.`
        : 'Mail wasn’t on hold.',
    );
  },
};
