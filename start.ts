/** `npm start`: Relink with everything it needs. Services without a configured address are embedded. */
import { run } from './dev/stack/run.js';

await run({ api: 'server.ts', worker: 'worker.ts' });
