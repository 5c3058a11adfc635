/** The whole domain, one file of tables a subject. Invariants are constraints here, not only code elsewhere. */
export * from './tables/archives.js';
export * from './tables/accounts.js';
export * from './tables/disconnects.js';
export * from './tables/mail.js';
export * from './tables/access.js';
export * from './tables/key-ring.js';
export * from './tables/transfers.js';
export * from './tables/network-events.js';
