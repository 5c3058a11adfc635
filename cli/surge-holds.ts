import { listBrakes, releaseBrake, withdrawBraked, type BrakeWithCounts } from '../services/disconnects/surge-holds.js';
import type { Connection } from '../db/client.js';
import { Waker } from '../db/notifier.js';
import { Refusal } from '../domain/errors.js';
import { OPERATOR } from './archive.js';
import { CommandError, readArguments, table, type Command } from './command.js';
import { withDatabase } from './environment.js';

export const brakesList: Command = {
  name: 'brakes list',
  summary: 'Shows networks that disconnected many accounts of an archive at once, and whose emails wait',
  async run(args) {
    readArguments(this, args);
    const brakes = await withDatabase(({ db }) => listBrakes(db, null));
    if (brakes.length === 0) return console.log('No brake has held so far.');
    console.log(
      table(
        ['brake', 'archive', 'network', 'state', 'disconnects', 'still open', 'began', 'holds until'],
        brakes.map((brake) => [
          brake.id,
          brake.archiveId,
          brake.network,
          brake.state,
          String(brake.disconnects),
          String(brake.open),
          brake.beganAt.toISOString(),
          brake.until.toISOString(),
        ]),
      ),
    );
  },
};

export const brakesRelease: Command = {
  name: 'brakes release',
  summary: 'The accounts are really disconnected: lets the emails of a brake go',
  argument: '<brake>',
  async run(args) {
    const { argument } = readArguments(this, args);
    const brake = await settle(argument!, ({ db }, found) =>
      db.transaction((tx) => releaseBrake(tx, { archiveId: found.archiveId, actor: OPERATOR }, found.id)),
    );
    console.log(`The emails about ${brake.open} disconnects go out now.`);
  },
};

export const brakesWithdraw: Command = {
  name: 'brakes withdraw',
  summary: 'The network was wrong: withdraws all reports of a brake, and nobody is told',
  argument: '<brake>',
  options: { reason: { description: 'Why, as the timelines will show it', value: 'text', required: true } },
  async run(args) {
    const { argument, options } = readArguments(this, args);
    const brake = await settle(argument!, ({ db }, found) =>
      db.transaction((tx) =>
        withdrawBraked(
          tx,
          { archiveId: found.archiveId, actor: OPERATOR, now: new Date() },
          found.id,
          options.reason!.trim(),
        ),
      ),
    );
    console.log(`${brake.open} reports were withdrawn; these accounts count as connected.`);
  },
};

/** Returns the brake as it was before. */
async function settle(
  id: string,
  work: (connection: Connection, brake: BrakeWithCounts) => Promise<unknown>,
): Promise<BrakeWithCounts> {
  return withDatabase(async (connection) => {
    const [brake] = await listBrakes(connection.db, null, { id });
    if (!brake) throw new CommandError(`There is no brake ${id}; \`brakes list\` shows them.`);
    try {
      await work(connection, brake);
    } catch (error) {
      if (error instanceof Refusal) throw new CommandError(error.message);
      throw error;
    }
    const waker = new Waker(connection.sql, (error) =>
      console.error('The workers were not woken; they look by themselves.', error),
    );
    waker.wake('workflows', `mail:${brake.archiveId}`);
    await waker.idle();
    return brake;
  });
}
