/** Limits that a form shows and a request is held to. */

/** Of the reason that a person gives, e.g. for a pause. */
export const REASON_LENGTH = 500;
