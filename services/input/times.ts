/** Checks of reported times: an event that already happened cannot be in the future. */
import { invalid } from './validate.js';

/** How far a reporter's clock may be ahead of ours. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** @throws {Refusal} `invalid_request` */
export function refuseFuture<Field extends string>(
  body: { [field in Field]?: Date },
  fields: readonly Field[],
  now: Date,
): void {
  const ahead = fields.filter((field) => {
    const at: Date | undefined = body[field];
    return at !== undefined && at.getTime() > now.getTime() + CLOCK_SKEW_MS;
  });
  if (ahead.length > 0) throw invalid(ahead.map((path) => ({ path, code: 'in_future', params: {} })));
}

/**
 * The gap in the record begins when capture last worked, which cannot be after the disconnect was detected.
 * @throws {Refusal} `invalid_request`
 */
export function refuseCapturedLater({
  detectedAt,
  lastCapturedAt,
}: {
  detectedAt?: Date;
  lastCapturedAt?: Date;
}): void {
  if (detectedAt && lastCapturedAt && lastCapturedAt > detectedAt)
    throw invalid([{ path: 'lastCapturedAt', code: 'after_detected_at', params: {} }]);
}

/** A gap in the record cannot end before it begins. @throws {Refusal} `invalid_request` */
export function refuseResumedEarlier(
  { resumedAt, lastCapturedAt }: { resumedAt?: Date; lastCapturedAt?: Date },
  gapFrom: Date,
  now: Date,
): void {
  if (resumedAt && resumedAt < (lastCapturedAt ?? gapFrom))
    throw invalid([{ path: 'resumedAt', code: 'before_gap', params: {} }]);
  if (!resumedAt && lastCapturedAt && lastCapturedAt > now)
    throw invalid([{ path: 'lastCapturedAt', code: 'in_future', params: {} }]);
}
