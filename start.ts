/** `npm start`: Relink with everything that it needs, embedded where no address is given. */
import { run } from './dev/stack/run.js';

await run({ api: 'server.ts', worker: 'worker.ts' });
