/** The browser in which someone arrives, as the rule about other people's sessions sees it (services/access/enter.ts). */
import type { Request } from 'express';
import type { ArrivingBrowser } from '../../services/access/enter.js';
import type { WebContext } from '../web-context.js';

/** @param isConfirmed whether the person answered the question that names both people */
export const browserOf = async (
  { sessionOf }: WebContext,
  req: Request,
  isConfirmed: boolean,
): Promise<ArrivingBrowser> => ({ former: await sessionOf(req), userAgent: req.get('User-Agent'), isConfirmed });
