/** Made by `npm run messages` of i18n/en/imports.json. */
export type Imports = {
  title: string;
  lead: string;
  kind: string;
  kinds: { users: string; accounts: string };
  file: string;
  fileHint: string;
  fileRead: string;
  fileFailed: string;
  text: string;
  textHint: string;
  check: string;
  nothingSaved: string;
  columns: string;
  columnsLead: string;
  explained: {
    users: { name: string; email: string; roles: (values: { roles: string }) => string };
    accounts: {
      network: (values: { networks: string }) => string;
      networkAccountId: string;
      name: string;
      ownerEmail: string;
      parentProfileId: string;
    };
  };
  example: { users: string; accounts: string };
  exampleFile: { users: string; accounts: string };
  examples: {
    people: {
      owner: { name: string; email: string };
      ownerWhoReads: { name: string; email: string };
      administrator: { name: string; email: string };
    };
    accounts: { facebook_page: string; x: string; youtube: string };
  };
  preview: {
    title: string;
    nothingSaved: string;
    lines: (values: { n: number }) => string;
    wrongLines: (values: { n: number }) => string;
    unreadable: string;
    correct: string;
    onlyFirst: (values: { n: number }) => string;
    at: (values: { line: number; message: string }) => string;
    outcome: {
      users: {
        added: (values: { created: number }) => string;
        updated: (values: { updated: number }) => string;
        both: (values: { created: number; updated: number }) => string;
      };
      accounts: {
        added: (values: { created: number }) => string;
        updated: (values: { updated: number }) => string;
        both: (values: { created: number; updated: number }) => string;
      };
    };
    consequence: { users: string; accounts: string };
    save: { users: string; accounts: string };
    edit: string;
    again: string;
    line: string;
    result: string;
    results: { users: { added: string; updated: string }; accounts: { added: string; updated: string } };
    noProblem: string;
    problem: (values: { column: string; message: string }) => string;
    previous: string;
    next: string;
    range: (values: { from: number; to: number; all: number }) => string;
    problemsFirst: string;
  };
  done: {
    users: {
      added: (values: { created: number }) => string;
      updated: (values: { updated: number }) => string;
      both: (values: { created: number; updated: number }) => string;
    };
    accounts: {
      added: (values: { created: number }) => string;
      updated: (values: { updated: number }) => string;
      both: (values: { created: number; updated: number }) => string;
    };
  };
};
