import { Refusal } from '../domain/refusal.js';
import { refusalSentence } from '../i18n/refusals.js';
import type { SystemPrincipal } from '../domain/principal.js';
import type { Context } from '../platform/context.js';
import { findSurgeHolds, type SurgeHoldWithCounts } from '../services/disconnects/surge-hold-queries.js';
import { releaseSurgeHold, withdrawHeldReports, WithdrawHeldInput } from '../services/disconnects/surge-holds.js';
import { validate } from '../services/input/validate.js';
import { OPERATOR } from './archive.js';
import { CommandError, readArguments, table, type Command } from './command.js';
import { withDatabase, type CommandContext } from './environment.js';

export const surgeHoldsList: Command = {
  name: 'surge-holds list',
  summary: 'Lists surge holds: many accounts on one network disconnected at once, with their emails on hold',
  async run(args) {
    readArguments(this, args);
    const surgeHolds = await withDatabase(({ db }) => findSurgeHolds(db, {}));
    if (surgeHolds.length === 0) return console.log('There have been no surge holds.');
    console.log(
      table(
        ['surge hold', 'archive', 'network', 'code', 'state', 'disconnects', 'still open', 'began', 'holds until'],
        surgeHolds.map((surgeHold) => [
          surgeHold.id,
          surgeHold.archiveId,
          surgeHold.network,
          surgeHold.code ?? '',
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
  summary: 'Sends the emails of a surge hold, when the accounts really are disconnected',
  argument: '<surge hold>',
  async run(args) {
    const { argument } = readArguments(this, args);
    const surgeHold = await decide(argument!, releaseSurgeHold);
    console.log(`The emails about ${surgeHold.open} disconnects are being sent.`);
  },
};

export const surgeHoldsWithdraw: Command = {
  name: 'surge-holds withdraw',
  summary: 'Withdraws all reports of a surge hold, when the network was wrong. No one is emailed',
  argument: '<surge hold>',
  options: { reason: { description: 'Why, as shown in the timelines', value: 'text', required: true } },
  async run(args) {
    const { argument, options } = readArguments(this, args);
    const surgeHold = await decide(argument!, async (context, operator, id) =>
      withdrawHeldReports(context, operator, id, validate(WithdrawHeldInput, { reason: options.reason })),
    );
    console.log(`${surgeHold.open} reports were withdrawn. These accounts show as connected.`);
  },
};

/**
 * Makes the decision and returns the surge hold as it was before. A hold about a code that several archives got is decided in all of
 * them at once, since the code means the same everywhere.
 */
async function decide(
  id: string,
  decision: (
    context: CommandContext & Pick<Context, 'clock'>,
    operator: SystemPrincipal,
    id: string,
  ) => Promise<unknown>,
): Promise<SurgeHoldWithCounts> {
  return withDatabase(async (context) => {
    const [surgeHold] = await findSurgeHolds(context.db, { id });
    if (!surgeHold) throw new CommandError(`There’s no surge hold ${id}. \`surge-holds list\` shows them.`);
    const { network, code } = surgeHold;
    const others = code === null ? [] : await findSurgeHolds(context.db, { network, code, active: true });
    const all = [surgeHold, ...others.filter((other) => other.id !== id)];
    const clock = { now: () => new Date() };
    for (const each of all)
      try {
        await decision({ ...context, clock }, { kind: 'system', archiveId: each.archiveId, actor: OPERATOR }, each.id);
      } catch (error) {
        // Someone decided in another archive at this moment.
        if (error instanceof Refusal && error.code === 'surge_hold_ended' && each.id !== id) continue;
        if (error instanceof Refusal) throw new CommandError(refusalSentence('api', error));
        throw error;
      }
    return { ...surgeHold, open: all.reduce((sum, { open }) => sum + open, 0) };
  });
}
