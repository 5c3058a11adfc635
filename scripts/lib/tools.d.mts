/** Returns absolute paths of the tools that setup has found. */
export function readTools(): { temporal?: string; testServer?: string; browser?: string; schemathesis?: string };
