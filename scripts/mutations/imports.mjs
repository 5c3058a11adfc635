/** The defenses of an import: it never takes one account or person for another. */
const ids = ['test/networks/account-ids.test.ts'];
const cells = ['test/domain/spreadsheet-cells.test.ts'];
const imports = ['test/api/imports.test.ts'];
const workbooks = ['test/api/workbooks.test.ts'];
const limits = ['test/api/import-limits.test.ts'];
const wrongIds = ['test/api/account-ids.test.ts'];
const lists = ['test/web/import-office-lists.test.ts'];
const roles = ['test/web/configure-import.test.ts'];
const templates = ['test/web/import-templates.test.ts'];

const defense = (file, name, find, replace, tests) => ({ name, file, find, replace, tests });

export default [
  defense(
    'services/input/network-ids.ts',
    'an ID that a spreadsheet shortened is refused',
    'if (isShortened(cell))',
    'if (isShortened(cell) && false)',
    imports,
  ),
  defense(
    'services/input/network-ids.ts',
    'an ID that ends in zeros needs a person’s word',
    'if (!confirmed && isRoundedCell(cell))',
    'if (!confirmed && isRoundedCell(cell) && false)',
    wrongIds,
  ),
  defense(
    'services/imports/xlsx.ts',
    'a number that Excel rounded doesn’t look like an ID',
    'Math.abs(number) < FIRST_ROUNDED',
    'Math.abs(number) < Infinity',
    workbooks,
  ),
  defense(
    'services/imports/sheet.ts',
    'a line with too many columns is read no further',
    'if (index >= MAX_COLUMNS) throw',
    'if (index >= Infinity) throw',
    limits,
  ),
  defense(
    'services/imports/xlsx.ts',
    'rows without a number are counted',
    'if ((rows += 1) > MAX_IMPORTED_ROWS + 1) return true;',
    'rows += 1;',
    workbooks,
  ),
  defense(
    'services/imports/xlsx.ts',
    'a workbook has no more tags than can be read in a second',
    'if (tags > MAX_TAGS) return true;',
    '',
    workbooks,
  ),
  defense(
    'domain/spreadsheet-cells.ts',
    'a single group of digits is no thousands separator',
    '(?:\\1\\d{3})+$/',
    '(?:\\1\\d{3})*$/',
    cells,
  ),
  defense(
    'networks/account-ids.ts',
    'what an address holds is an ID only in its network’s form',
    'resolved !== null && form.test(resolved)',
    'resolved !== null',
    ids,
  ),
  defense('networks/account-ids.ts', 'a name in the form of an ID is a name', ' && !names?.test(unwrapped)', '', ids),
  defense(
    'networks/account-id-forms.ts',
    'an Instagram account is no account of another network',
    '(?!1784\\d{13}$)',
    '',
    ids,
  ),
  defense(
    'services/accounts/import-accounts.ts',
    'a line with a wrong ID adds no account',
    'if (!before && row.idProblem)',
    'if (!before && row.idProblem && false)',
    imports,
  ),
  defense(
    'services/people/import-users.ts',
    'a file names no other Primary Administrator',
    'if (isPrimary(row) && !wasPrimary)',
    'if (isPrimary(row) && !wasPrimary && false)',
    imports,
  ),
  defense(
    'services/people/import-users.ts',
    'other roles than those a person confirmed aren’t saved',
    'confirmed === fingerprintOf(changes)',
    'confirmed !== undefined',
    roles,
  ),
  defense(
    'web/forms/import-columns.ts',
    'the first person of a list without column names isn’t lost',
    'if (above.length === 0) return null;',
    '',
    lists,
  ),
  defense(
    'web/forms/import-example.ts',
    'the example lines of a template aren’t saved',
    'exampleAddresses.has(addressOf(row).toLowerCase())',
    'false && exampleAddresses.has(addressOf(row).toLowerCase())',
    templates,
  ),
];
