import { expect, test } from '@jest/globals';
import { fromAddress } from '../../services/mail/delivery/from-address.js';

const from = (senderName: string | null) =>
  fromAddress('Relink <notices@relink.example>', { archive: { senderName }, productName: 'ArchiveSocial' });

test.each([
  ['Fairview "Records", ‹Ünit', '"Fairview \\"Records\\", ‹Ünit" <notices@relink.example>'],
  ['Back\\slash', '"Back\\\\slash" <notices@relink.example>'],
  [null, '"ArchiveSocial" <notices@relink.example>'],
])('the sender name %s is sent as a quoted string (RFC 5322)', (senderName, address) => {
  expect(from(senderName)).toBe(address);
});
