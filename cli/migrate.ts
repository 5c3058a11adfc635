import { migrateDatabase } from '../db/client.js';
import { rethrowExplained } from '../platform/database-errors.js';
import { readArguments, type Command } from './command.js';
import { databaseUrl } from './environment.js';

export const migrate: Command = {
  name: 'migrate',
  summary: 'Applies missing database migrations',
  async run(args) {
    readArguments(this, args);
    await migrateDatabase(databaseUrl()).catch(rethrowExplained);
    console.log('The database is up to date with this version.');
  },
};
