import path from 'node:path';

/** Returns a path inside the current folder by its short name, and any other whole: no one reads `../../../tmp/…`. */
export function shownFile(file: string): string {
  const short = path.relative(process.cwd(), file);
  const isInside = short !== '' && short !== '..' && !short.startsWith(`..${path.sep}`) && !path.isAbsolute(short);
  return isInside ? short : path.resolve(file);
}
