/** Configure → import from a spreadsheet. */
import { networkChoice } from '../networks.js';
import { count } from './common.js';

export const IMPORTS = {
  title: 'Import from a spreadsheet',
  lead: 'Add or update many people or accounts at once. You see every line before anything is saved.',
  kind: 'What is in the spreadsheet?',
  kinds: { users: 'People: Account Owners and administrators', accounts: 'Social media accounts' },
  file: 'Choose a file',
  fileHint: 'In Excel, Numbers or Google Sheets: save or download the sheet as CSV. Its contents then appear below.',
  fileRead: 'The file is in the field below. Check it next.',
  fileFailed: 'This file could not be read. Open it in your spreadsheet program, copy the cells, and paste them below.',
  text: 'Contents of the spreadsheet',
  textHint:
    'Or paste it here, with the line that names the columns. By comma, semicolon or tab, as it comes from a spreadsheet.',
  check: 'Check every line',
  nothingSaved: 'Nothing is saved by this.',
  columns: 'The columns',
  columnsLead: 'The first line names the columns, in any order. For every other line:',
  example: { users: 'Download an example with people', accounts: 'Download an example with accounts' },
  exampleFile: { users: 'people.csv', accounts: 'accounts.csv' },
  examples: {
    users: [
      ['name', 'email', 'roles'],
      ['Jane Doe', 'jane.doe@example.org', 'Account Owner'],
      ['Sam Lee', 'sam.lee@example.org', 'Account Owner; Read Only Administrator'],
      ['Ann Clerk', 'ann.clerk@example.org', 'Full Access Administrator'],
    ],
    accounts: [
      ['network', 'networkAccountId', 'name', 'ownerEmail', 'parentProfileId'],
      ['Facebook Page', '100064000000001', 'City Hall', 'jane.doe@example.org', ''],
      ['X', '2244994945', 'City Police', 'sam.lee@example.org', ''],
      ['YouTube', 'UC_x5XG1OV2P6uZZ5FSM9Ttw', 'Council TV', 'sam.lee@example.org', ''],
    ],
  },
  explained: {
    users: [
      ['name', 'First and last name.'],
      ['email', 'Tells people apart: a line with the address of somebody who is here already changes that person.'],
      [
        'roles',
        'Account Owner, Read Only Administrator, Full Access Administrator or Primary Administrator; two of them with a semicolon between.',
      ],
    ],
    accounts: [
      ['network', `${networkChoice('en')}.`],
      ['networkAccountId', 'The number or code by which the network itself knows the account, not its name.'],
      ['name', 'As people know the account.'],
      ['ownerEmail', 'The email address of an Account Owner who is here already. Import the people first.'],
      ['parentProfileId', 'May be left empty or left out: the owner’s personal profile is noted when they connect.'],
    ],
  },

  preview: {
    title: 'Look before you save',
    steps: 'Nothing is saved yet.',
    lines: (n: number) => count(n, 'line'),
    wrongLines: (n: number) =>
      n === 1
        ? '1 line has a problem, so nothing can be saved yet.'
        : `${n.toLocaleString('en-US')} lines have a problem, so nothing can be saved yet.`,
    unreadable: 'This is not a spreadsheet that can be read',
    correct: 'Correct it in the spreadsheet and choose the file again, or correct the text here.',
    onlyFirst: (n: number) =>
      `Only the first ${n.toLocaleString('en-US')} problems are listed; lines behind them were not looked at.`,
    at: (line: number, message: string) => `Line ${line.toLocaleString('en-US')}: ${message}`,
    good: {
      users: (created: number, updated: number) =>
        updated === 0
          ? `${count(created, 'person', 'people')} will be added.`
          : `${count(created, 'person', 'people')} will be added, and ${updated === 1 ? '1 person who is' : `${updated.toLocaleString('en-US')} people who are`} here already brought up to date.`,
      accounts: (created: number, updated: number) =>
        updated === 0
          ? `${count(created, 'account')} will be added.`
          : `${count(created, 'account')} will be added, and ${updated === 1 ? '1 account that is' : `${updated.toLocaleString('en-US')} accounts that are`} here already brought up to date.`,
    },
    consequence: {
      users: 'New Account Owners are emailed their personalized link as soon as you save.',
      accounts: 'Nobody is emailed. The accounts count as connected until the archive reports otherwise.',
    },
    save: { users: 'Save these people', accounts: 'Save these accounts' },
    edit: 'Correct the text',
    again: 'Choose another file',
    line: 'Line',
    result: 'What happens',
    added: 'Will be added',
    updated: 'Here already, brought up to date',
    notYet: 'No problem',
    problem: (field: string | null, message: string) => (field === null ? message : `${field}: ${message}`),
    previous: 'Previous lines',
    next: 'Next lines',
    range: (from: number, to: number, all: number) =>
      `${from.toLocaleString('en-US')} to ${to.toLocaleString('en-US')} of ${count(all, 'line')}`,
    problemsFirst: 'Lines with a problem come first.',
  },
  done: {
    users: (created: number, updated: number) =>
      `Saved: ${count(created, 'person', 'people')} added, ${count(updated, 'person', 'people')} brought up to date.`,
    accounts: (created: number, updated: number) =>
      `Saved: ${count(created, 'account')} added, ${count(updated, 'account')} brought up to date.`,
  },
};
