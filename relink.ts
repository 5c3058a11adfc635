/** The command line: `npm run relink -- <command>`. Each command is a file in cli/. */
import { COMMANDS, commandsOf, findCommand } from './cli/commands.js';
import { CommandError, helpOf, overview } from './cli/command.js';

async function main(args: readonly string[]): Promise<number> {
  const found = findCommand(args);
  if (!found) {
    const words = args.filter((arg) => arg !== '--help' && arg !== '-h' && arg !== 'help');
    const group = commandsOf(words[0]);
    const isUnknown = group.length > 0 ? words.length > 1 : words.length > 0;
    if (isUnknown) console.error(`There’s no command "${words.join(' ')}".\n`);
    console.log(overview(group.length > 0 ? group : COMMANDS));
    return isUnknown ? 2 : 0;
  }
  const { command, rest } = found;
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(helpOf(command));
    return 0;
  }
  try {
    return (await command.run(rest)) ?? 0;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    console.error(error.message);
    return error.usage ? (console.error(`\n${helpOf(command)}`), 2) : 1;
  }
}

// A reader such as `… | head` closes the pipe once it has seen enough, which isn't an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
