/** Limits that forms display and the API enforces. */

/** The maximum length of a reason that a person enters, for example for a pause. */
export const REASON_LENGTH = 500;
