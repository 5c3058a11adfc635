/** What a person doesn't see in Excel: hidden sheets, and rows that a filter hides. read-excel-file doesn't report them. */
import { strFromU8, unzipSync } from 'fflate';

export interface SheetVisibility {
  isHidden: boolean;
  /** As Excel counts them, from 1. */
  hiddenRows: readonly number[];
}

const SHEET = /<(?:\w+:)?sheet\b[^<>]*>/g;
const RELATIONSHIP = /<(?:\w+:)?Relationship\b[^<>]*>/g;
const ROW = /<(?:\w+:)?row\b[^<>]*>/g;

/** Returns each sheet's visibility in the workbook's order; for the caller, a sheet that isn't in the list is visible. */
export function readVisibility(file: Uint8Array): SheetVisibility[] {
  const parts = unzipSync(file, {
    filter: ({ name }) => /^xl\/(workbook\.xml|_rels\/workbook\.xml\.rels|worksheets\/[^/]+\.xml)$/i.test(name),
  });
  const textOf = (path: string) => (parts[path] ? strFromU8(parts[path]) : '');
  const targets = new Map(
    tagsIn(textOf('xl/_rels/workbook.xml.rels'), RELATIONSHIP).map((tag) => [
      valueOf(tag, 'Id'),
      valueOf(tag, 'Target'),
    ]),
  );
  return tagsIn(textOf('xl/workbook.xml'), SHEET).map((tag) => {
    const target = targets.get(valueOf(tag, String.raw`\w+:id`)) ?? '';
    const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
    return { isHidden: /hidden/i.test(valueOf(tag, 'state')), hiddenRows: hiddenRowsIn(textOf(path)) };
  });
}

const tagsIn = (xml: string, tag: RegExp): string[] => xml.match(tag) ?? [];

/** @param name as a regular expression */
const valueOf = (tag: string, name: string): string =>
  new RegExp(String.raw`\s${name}\s*=\s*["']([^"']*)["']`).exec(tag)?.[1] ?? '';

const hiddenRowsIn = (xml: string): number[] =>
  tagsIn(xml, ROW)
    .filter((tag) => /^(1|true)$/.test(valueOf(tag, 'hidden')))
    .map((tag) => Number(valueOf(tag, 'r')))
    .filter((row) => row > 0);
