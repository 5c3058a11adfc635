import { holdMail, readHold, releaseMail } from '../services/mail/mail-hold.js';
import { CommandError, readArguments, type Command } from './command.js';
import { withDatabase } from './environment.js';

export const hold: Command = {
  name: 'hold',
  summary: 'Holds all mail: nothing is sent until `release`; reports are accepted and series go on',
  options: { reason: { description: 'Why, for whoever looks next', value: 'text', required: true } },
  async run(args) {
    const { options } = readArguments(this, args);
    const { held, before } = await withDatabase(async ({ db }) => ({
      held: await holdMail(db, options.reason!.trim()),
      before: await readHold(db),
    }));
    if (held) return console.log(`All mail is held since ${held.heldAt.toISOString()}: ${held.reason}`);
    throw new CommandError(
      `All mail is held already, since ${before?.heldAt.toISOString()}: ${before?.reason}. Nothing was changed. To hold it for another reason, \`release\` it first.`,
    );
  },
};

export const release: Command = {
  name: 'release',
  summary: 'Lets the mail go that `hold` kept back',
  async run(args) {
    readArguments(this, args);
    const released = await withDatabase(releaseMail);
    console.log(
      released ? `Mail goes out again. It was held since ${released.heldAt.toISOString()}.` : 'No mail was held.',
    );
  },
};
