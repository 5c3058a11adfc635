/** Absolute paths, as far as setup has found them. */
export function readTools(): { temporal?: string; testServer?: string; browser?: string };
