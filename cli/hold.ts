import { archivesWithMail, holdMail, releaseMail } from '../db/hold.js';
import { Waker } from '../db/wake.js';
import { readArguments, type Command } from './command.js';
import { withDatabase } from './environment.js';

export const hold: Command = {
  name: 'hold',
  summary: 'Holds all mail: nothing is sent until `release`; reports are accepted and series go on',
  options: { reason: { description: 'Why, for whoever looks next', value: 'text', required: true } },
  async run(args) {
    const { options } = readArguments(this, args);
    const held = await withDatabase(({ db }) => holdMail(db, options.reason!.trim()));
    console.log(`All mail is held since ${held.heldAt.toISOString()}: ${held.reason}`);
  },
};

export const release: Command = {
  name: 'release',
  summary: 'Lets the mail go that `hold` kept back',
  async run(args) {
    readArguments(this, args);
    const released = await withDatabase(async ({ db, sql }) => {
      const was = await releaseMail(db);
      const waker = new Waker(sql, (error) =>
        console.error('The workers were not woken; they look by themselves.', error),
      );
      waker.wake(...(await archivesWithMail(db)).map((archive) => `mail:${archive}` as const));
      await waker.idle();
      return was;
    });
    console.log(
      released ? `Mail goes out again. It was held since ${released.heldAt.toISOString()}.` : 'No mail was held.',
    );
  },
};
