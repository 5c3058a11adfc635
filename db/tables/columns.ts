import { customType, text, timestamp } from 'drizzle-orm/pg-core';

/** Points in time are stored with their zone, to the millisecond, as JavaScript has them. */
export const instant = (name?: string) =>
  name ? timestamp(name, { withTimezone: true, precision: 3 }) : timestamp({ withTimezone: true, precision: 3 });

/** Every table of an archive's data has this column in its key: nothing crosses archives. */
export const archiveId = () => text().notNull();

export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });
