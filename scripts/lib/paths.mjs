import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
/** What setup fetched and found. Not in git; can be deleted at any time. */
export const TOOLS_FOLDER = path.join(ROOT, '.tools');
