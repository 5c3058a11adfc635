/** What all commands share: reading options, showing help, and errors that say what to do. */
import { parseArgs } from 'node:util';
import type { z } from 'zod';
import { fieldSentence } from '../i18n/refusals.js';
import { check } from '../services/input/validate.js';

export interface Option {
  description: string;
  /** The placeholder for the value in help texts. Left out for a switch. */
  value?: string;
  required?: boolean;
}

export interface Command {
  /** One or two words. */
  name: string;
  summary: string;
  /** What else to know before running it. */
  details?: string;
  options?: Readonly<Record<string, Option>>;
  /** The placeholder for the argument after the name. */
  argument?: string;
  /** Runs the command and returns its exit code; nothing means 0. */
  run(args: readonly string[]): Promise<number | void>;
}

/** An error shown to the person at the keyboard without a stack trace. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  constructor(
    message: string,
    /** Whether the command was typed incorrectly, so its help is shown too. */
    readonly usage = false,
  ) {
    super(message);
  }
}

export interface Given {
  options: Record<string, string | undefined>;
  /** Switches that were set. */
  switches: ReadonlySet<string>;
  argument: string | undefined;
}

/** @throws {CommandError} if an option or argument is unknown or missing */
export function readArguments(command: Omit<Command, 'run'>, args: readonly string[]): Given {
  const declared = command.options ?? {};
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: Object.fromEntries(
        Object.entries(declared).map(([name, { value }]) => [
          name,
          { type: value ? ('string' as const) : ('boolean' as const) },
        ]),
      ),
      allowPositionals: command.argument !== undefined,
    });
    const options: Given['options'] = {};
    const switches = new Set<string>();
    for (const [name, value] of Object.entries(values))
      if (typeof value === 'string') options[name] = value;
      else if (value === true) switches.add(name);
    const missing = Object.entries(declared).filter(([name, { required }]) => required && !options[name]?.trim());
    if (missing.length > 0)
      throw new CommandError(`Add ${missing.map(([name, { value }]) => `--${name} <${value}>`).join(' and ')}.`, true);
    if (positionals.length > 1)
      throw new CommandError(`Remove "${positionals[1]}". This command doesn’t take it.`, true);
    if (command.argument !== undefined && positionals.length === 0)
      throw new CommandError(`Add ${command.argument}.`, true);
    return { options, switches, argument: positionals[0] };
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError((error as Error).message, true);
  }
}

/** @throws {CommandError} naming the option */
export function parseOption<T>(schema: z.ZodType<T>, option: string, value: string): T {
  const checked = check(schema, value);
  if (!checked.problems) return checked.data;
  const words = checked.problems.map((problem) => fieldSentence('api', problem));
  throw new CommandError(`--${option}: ${words.join(' ')}`, true);
}

export function helpOf(command: Command): string {
  const options = Object.entries(command.options ?? {});
  const usage = [
    `npm run relink -- ${command.name}`,
    command.argument,
    ...options.map(([name, { value, required }]) => {
      const written = value ? `--${name} <${value}>` : `--${name}`;
      return required ? written : `[${written}]`;
    }),
  ];
  const width = Math.max(14, ...options.map(([name]) => name.length));
  const rows = options.map(([name, { description }]) => `  --${name.padEnd(width)} ${description}`);
  const about = command.details ? [command.summary, '', command.details] : [command.summary];
  return [...about, '', usage.filter(Boolean).join(' '), ...(rows.length > 0 ? ['', ...rows] : [])].join('\n');
}

export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    'npm run relink -- <command>   (for help with a command: <command> --help)',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'Uses DATABASE_URL and the other environment variables. Without them, it uses the stack that `npm start` runs on this machine.',
  ].join('\n');
}

/** Formats a table. Each column is as wide as its widest cell. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((cell, i) => Math.max(cell.length, ...rows.map((row) => row[i]?.length ?? 0)));
  return [header, ...rows]
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
