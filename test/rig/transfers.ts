/** Transfers end to end: the API over real HTTP, the dispatcher, the worker, Temporal, and mail. */
import { and, eq } from 'drizzle-orm';
import { SCOPES } from '../../domain/principal.js';
import { insertApiKey } from '../../services/access/api-keys.js';
import { accounts, parentProfiles } from '../../db/schema.js';
import { moveTransfer } from '../../services/transfers/move.js';
import { serve } from '../../server.js';
import { aCity, anAccount, aRunningTransfer, type City } from './builders.js';
import { freshFixture, sharedFixture } from './fixtures.js';
import { report } from './reports.js';
import { createWorld, type World, type WorldOptions } from './world.js';

export interface Answer {
  status: number;
  body: {
    id: string;
    code: string;
    status: string;
    accountIds: string[];
    parentProfileIds: string[];
    problems: { kind: string; id: string; code: string; message: string }[];
    moved: { accountIds: string[]; parentProfileIds: string[] };
    [member: string]: unknown;
  };
}

export interface Town {
  city: City;
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Requests a transfer. */
  transfer(body: object, query?: string): Promise<Answer>;
  /** Requests a transfer that is accepted, and returns it once everything due after it has been sent. */
  transferred(body: object): Promise<Answer>;
  ownerOf(accountId: string): Promise<string | null>;
  profileOf(accountId: string): Promise<string | null>;
  ownerOfProfile(profileId: string): Promise<string>;
}

export interface TransferWorld extends World {
  aTown(): Promise<Town>;
}

/** A world for the file, and a town for each of its tests, with what most of them do. */
export function useTransfers(options: WorldOptions = {}) {
  const world = sharedFixture(() => createTransferWorld(options));
  const town = freshFixture(() => world.aTown());
  return {
    world,
    town,
    db: () => world.context.db,
    /** The receiver of most transfers. */
    to: () => ({ toOwnerId: town.city.otherOwner }),
    /** Transfers a disconnected account whose first email is still due, and returns the emails to its new owner. */
    transferBeforeFirstEmail: async () => {
      const { archiveId, emails } = town.city;
      await world.dispatcher.stop();
      const account = await anAccount(world.context.db, town.city);
      await report(world.context, archiveId, account);
      const transferId = await aRunningTransfer(world.context.db, town.city, [account]);
      await moveTransfer(world.context, { archiveId, transferId });
      await world.restartDispatcher();
      await world.quiet();
      return world.mailsTo(emails.otherOwner);
    },
  };
}

export async function createTransferWorld(options: WorldOptions = {}): Promise<TransferWorld> {
  const world = await createWorld(options);
  const server = await serve(world.context, { port: 0 });
  const { db } = world.context;

  async function aTown(): Promise<Town> {
    const city = await aCity(db);
    const { archiveId } = city;
    const { key } = await insertApiKey(db, { archiveId, name: 'tests', scopes: SCOPES });
    const call = async (method: string, path: string, body?: unknown): Promise<Answer> => {
      const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await response.text();
      return { status: response.status, body: (text ? JSON.parse(text) : {}) as Answer['body'] };
    };
    const account = async (id: string) => {
      const [row] = await db
        .select()
        .from(accounts)
        .where(and(eq(accounts.archiveId, archiveId), eq(accounts.id, id)));
      return row!;
    };
    const transfer: Town['transfer'] = (body, query = '') => call('POST', `/v1/transfers${query}`, body);
    return {
      city,
      call,
      transfer,
      async transferred(body) {
        const { status, body: asked } = await transfer(body);
        if (status !== 202 || asked.status !== 'running')
          throw new Error(`the transfer wasn’t accepted: ${status} ${JSON.stringify(asked)}`);
        await world.quiet();
        return call('GET', `/v1/transfers/${asked.id}`);
      },
      ownerOf: async (id) => (await account(id)).ownerId,
      profileOf: async (id) => (await account(id)).parentProfileId,
      async ownerOfProfile(id) {
        const [row] = await db
          .select()
          .from(parentProfiles)
          .where(and(eq(parentProfiles.archiveId, archiveId), eq(parentProfiles.id, id)));
        return row!.ownerId;
      },
    };
  }
  return Object.create(world, {
    aTown: { value: aTown },
    close: {
      async value() {
        await server.stop();
        await world.close();
      },
    },
  }) as TransferWorld;
}
