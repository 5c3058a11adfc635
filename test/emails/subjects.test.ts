/** The article's subjects, to the letter: people have filters for them. */
import { describe, expect, it } from '@jest/globals';
import { renderEmail } from '../../emails/render.js';
import { contentOf } from './contents.js';

const FIRST = 'ArchiveSocial: Immediate action required - Please reconnect your account(s)';
const REMINDER = 'Action required: Reconnect account';

describe('the subject', () => {
  it.each([1, 2, 500])('of the first email is the article’s, for %i accounts', (count) => {
    expect(renderEmail(contentOf('first', { count })).subject).toBe(FIRST);
  });

  it('of the first email has the archive’s own product name', () => {
    const { subject } = renderEmail(contentOf('first', { productName: 'Records & Co' }));
    expect(subject).toBe('Records & Co: Immediate action required - Please reconnect your account(s)');
  });

  it.each([1, 2, 3, 4, 5])('of reminder %i is the article’s', (number) => {
    expect(renderEmail(contentOf('reminder', { number })).subject).toBe(REMINDER);
  });

  it('of an email to a new owner is the first email’s', () => {
    expect(renderEmail(contentOf('transferred')).subject).toBe(FIRST);
  });

  it('cannot be given a second line by a name', () => {
    const content = contentOf('first', { productName: 'Archive\r\nBcc: everybody@example.org' });
    expect(renderEmail(content).subject).not.toMatch(/[\r\n]/);
  });
});
