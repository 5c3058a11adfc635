import {
  listSurgeHolds,
  releaseSurgeHold,
  withdrawHeldReports,
  type SurgeHoldWithCounts,
} from '../services/disconnects/surge-holds.js';
import type { Connection } from '../db/client.js';
import { Notifier } from '../db/notifier.js';
import { Refusal } from '../domain/refusal.js';
import { refusalSentence } from '../i18n/refusals/index.js';
import { OPERATOR } from './archive.js';
import { CommandError, readArguments, table, type Command } from './command.js';
import { withDatabase } from './environment.js';

export const surgeHoldsList: Command = {
  name: 'surge-holds list',
  summary: 'Shows networks that disconnected many accounts of an archive at once, and whose emails wait',
  async run(args) {
    readArguments(this, args);
    const surgeHolds = await withDatabase(({ db }) => listSurgeHolds(db, null));
    if (surgeHolds.length === 0) return console.log('No surge hold has held so far.');
    console.log(
      table(
        ['surge hold', 'archive', 'network', 'state', 'disconnects', 'still open', 'began', 'holds until'],
        surgeHolds.map((surgeHold) => [
          surgeHold.id,
          surgeHold.archiveId,
          surgeHold.network,
          surgeHold.state,
          String(surgeHold.disconnects),
          String(surgeHold.open),
          surgeHold.beganAt.toISOString(),
          surgeHold.until.toISOString(),
        ]),
      ),
    );
  },
};

export const surgeHoldsRelease: Command = {
  name: 'surge-holds release',
  summary: 'The accounts are really disconnected: lets the emails of a surge hold go',
  argument: '<surge hold>',
  async run(args) {
    const { argument } = readArguments(this, args);
    const surgeHold = await settle(argument!, ({ db }, found) =>
      db.transaction((tx) => releaseSurgeHold(tx, { archiveId: found.archiveId, actor: OPERATOR }, found.id)),
    );
    console.log(`The emails about ${surgeHold.open} disconnects go out now.`);
  },
};

export const surgeHoldsWithdraw: Command = {
  name: 'surge-holds withdraw',
  summary: 'The network was wrong: withdraws all reports of a surge hold, and nobody is told',
  argument: '<surge hold>',
  options: { reason: { description: 'Why, as the timelines will show it', value: 'text', required: true } },
  async run(args) {
    const { argument, options } = readArguments(this, args);
    const surgeHold = await settle(argument!, ({ db }, found) =>
      db.transaction((tx) =>
        withdrawHeldReports(
          tx,
          { archiveId: found.archiveId, actor: OPERATOR, now: new Date() },
          found.id,
          options.reason!.trim(),
        ),
      ),
    );
    console.log(`${surgeHold.open} reports were withdrawn; these accounts count as connected.`);
  },
};

/** Returns the surge hold as it was before. */
async function settle(
  id: string,
  work: (connection: Connection, surgeHold: SurgeHoldWithCounts) => Promise<unknown>,
): Promise<SurgeHoldWithCounts> {
  return withDatabase(async (connection) => {
    const [surgeHold] = await listSurgeHolds(connection.db, null, { id });
    if (!surgeHold) throw new CommandError(`There is no surge hold ${id}; \`surge-holds list\` shows them.`);
    try {
      await work(connection, surgeHold);
    } catch (error) {
      if (error instanceof Refusal) throw new CommandError(refusalSentence('en', error));
      throw error;
    }
    const notifier = new Notifier(connection.sql, (error) =>
      console.error('The workers were not woken; they look by themselves.', error),
    );
    notifier.notify('workflows', `mail:${surgeHold.archiveId}`);
    await notifier.idle();
    return surgeHold;
  });
}
