/**
 * The numbers that sentences state and the code enforces, such as how long a link works. Every message can use them as
 * parameters in capitals, {LINK_DAYS, number}, without being given them.
 */
import * as limits from '../domain/limits.js';
import { MAX_SERIES_DAYS } from '../domain/series.js';

export const NUMBERS: Readonly<Record<string, number>> = { ...limits, MAX_SERIES_DAYS };
