import { readBacklog } from '../services/operations/backlog.js';
import { readArguments, table, type Command } from './command.js';
import { withDatabase } from './environment.js';

export const backlog: Command = {
  name: 'backlog',
  summary: 'Shows what’s waiting: held mail, batches, unknown outcomes, and disconnects to dispatch',
  async run(args) {
    readArguments(this, args);
    const { hold, counts, problems } = await withDatabase(({ db }) => readBacklog(db));
    console.log(
      hold ? `All mail has been on hold since ${hold.heldAt.toISOString()}: ${hold.reason}\n` : 'Mail isn’t on hold.\n',
    );
    console.log(
      table(
        ['number', 'what', 'oldest'],
        counts.map(({ what, count, oldest }) => [String(count), what, oldest?.toISOString() ?? '']),
      ),
    );
    for (const { problem, batches } of problems)
      console.log(`\n${batches} ${batches === 1 ? 'batch is' : 'batches are'} waiting after this problem: ${problem}`);
  },
};
