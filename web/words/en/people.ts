/** Configure → people: Account Owners and administrators. */
export const CONFIGURE = {
  label: 'Configure',
  places: {
    owners: 'Account Owners',
    administrators: 'Administrators',
    import: 'Import from a spreadsheet',
    series: 'Series of emails',
    emails: 'Look of emails',
    keys: 'API keys',
  },
};
