/** The whole spreadsheet as hidden fields: the server stores nothing before the import is saved, so each page sends all of it again. */
import type { Sheet } from '../forms/import-sheet.js';

export function SheetFields({
  sheet: { kind, placeholder, choices },
  withChoices = true,
}: {
  sheet: Sheet;
  withChoices?: boolean;
}) {
  return (
    <>
      <input type="hidden" name="kind" value={kind} />
      <textarea name="csv" defaultValue={placeholder} readOnly hidden />
      {withChoices &&
        Object.entries(choices ?? {}).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
    </>
  );
}
