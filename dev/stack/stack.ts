/** Everything that `npm start` runs: the embedded parts that no address is given for, then the API and the worker. */
import path from 'node:path';
import { endOrphanedChild, startChild, type RunningChild } from './children.js';
import { childEnvironment, inboxSecrets, type EmbeddedAddresses } from './child-environment.js';
import { prepareDatabase } from './database.js';
import type { Endpoints } from './endpoints.js';
import { readLocalKeys } from './local-keys.js';
import { startLocalInbox, startLocalSimulator, type LocalService } from './local-services.js';
import { findFreePort, isFree, PortBook } from './ports.js';
import { startPostgres, type RunningPostgres } from './postgres.js';
import { readIfExists, until } from './processes.js';
import { relinkSearchAttributes } from './search-attributes.js';
import { SettingsError, type Settings } from './settings.js';
import { Supervised, type StopSignals, type Part } from './supervisor.js';
import { startTemporal, type RunningTemporal } from './temporal.js';

export interface Programs {
  api: string;
  worker: string;
}

/** The users of a part are stopped before it. */
const STOP_ORDER = ['worker', 'api', 'simulator', 'inbox', 'temporal', 'postgres'] as const;
type PartName = (typeof STOP_ORDER)[number];

const TITLES: Record<PartName, string> = {
  worker: 'The worker',
  api: 'The API',
  simulator: 'The simulator',
  inbox: 'The inbox',
  temporal: 'Temporal',
  postgres: 'PostgreSQL',
};
const DEFAULT_PORTS = { inbox: 8025, simulator: 8026, postgres: 54_320 };
const READY_LIMIT_MS = 60_000;

export class Stack {
  private readonly parts = new Map<PartName, Supervised<Part>>();
  private readonly ports: PortBook;
  private stopping = false;

  constructor(
    private readonly settings: Settings,
    private readonly programs: Programs,
    private readonly say: (line: string) => void,
  ) {
    this.ports = new PortBook(path.join(settings.dataDir, 'ports.json'));
  }

  async start(): Promise<Endpoints> {
    const { dataDir, embedded, namespace } = this.settings;
    readLocalKeys(this.settings);
    for (const name of ['api', 'worker'] as const)
      await endOrphanedChild({ name, file: this.programs[name], dir: dataDir });
    const port = await this.choosePort();
    const publicUrl = new URL(this.settings.publicUrl ?? `http://localhost:${port}`).origin;
    const [postgres, temporal, inbox, simulator] = await Promise.all([
      embedded.postgres ? this.startPostgres() : undefined,
      embedded.temporal ? this.startTemporal() : undefined,
      embedded.inbox ? this.startInbox(publicUrl) : undefined,
      embedded.simulator ? this.startSimulator(publicUrl) : undefined,
    ]);
    this.goOn();
    const addresses = {
      port,
      publicUrl,
      databaseUrl: postgres?.url,
      temporalAddress: temporal?.address,
      inboxUrl: inbox?.url,
      simulatorUrl: simulator?.url,
    };
    const { keys, isSeeded } = await prepareDatabase(this.settings, addresses, this.say);
    const url = await this.startPrograms(addresses, keys);
    this.goOn();
    const apiKey = readIfExists(path.join(dataDir, 'api-key'))?.trim() ?? null;
    if (isSeeded && simulator && apiKey !== null && this.settings.seed === 'demo') {
      const { signInSeeded } = await import('../seed/sign-ins.js');
      await signInSeeded({ url, apiKey, simulatorUrl: simulator.url, say: this.say });
    }
    return {
      url: publicUrl,
      apiKey,
      inbox: inbox?.url ?? null,
      simulator: simulator?.url ?? null,
      temporal: temporal?.address ?? null,
      namespace: temporal ? namespace : null,
      temporalUi: temporal?.uiUrl ?? null,
      database: postgres?.url ?? null,
      pid: process.pid,
    };
  }

  async stop(): Promise<void> {
    this.stopping = true;
    for (const part of this.parts.values()) part.startNoMore();
    for (const name of STOP_ORDER) await this.parts.get(name)?.stop();
  }

  kill(): void {
    this.stopping = true;
    for (const name of STOP_ORDER) this.parts.get(name)?.kill();
  }

  private supervise<T extends Part>(name: PartName, launch: (giveUp: StopSignals) => Promise<T>): Promise<T> {
    this.goOn();
    const supervised = new Supervised(TITLES[name], launch, this.say);
    this.parts.set(name, supervised);
    return supervised.start();
  }

  /** A start that is asked to stop halfway begins nothing more. */
  private goOn(): void {
    if (this.stopping) throw new Error('Relink is stopping');
  }

  private async choosePort(): Promise<number> {
    const { number, explicit } = this.settings.port;
    if (explicit && !(await isFree(number)))
      throw new SettingsError(
        `Port ${number} (PORT) is taken. \`lsof -i :${number}\` shows by which program. Stop that program, or set PORT to another port.`,
      );
    const port = await findFreePort(number);
    if (port !== number) this.say(`Port ${number} is taken, so Relink uses ${port} (set PORT to choose another)`);
    return port;
  }

  private async startPostgres(): Promise<RunningPostgres> {
    const dir = path.join(this.settings.dataDir, 'postgres');
    let port = this.ports.remembered('postgres') ?? DEFAULT_PORTS.postgres;
    const running = await this.supervise('postgres', () => startPostgres({ dir, port, say: this.say }));
    ({ port } = running);
    this.ports.note('postgres', port);
    return running;
  }

  private async startTemporal(): Promise<RunningTemporal> {
    const dir = path.join(this.settings.dataDir, 'temporal');
    const { namespace } = this.settings;
    let ports: RunningTemporal['ports'] | undefined;
    const running = await this.supervise('temporal', (giveUp) =>
      startTemporal({ dir, searchAttributes: relinkSearchAttributes, namespace, ports, giveUp }),
    );
    ({ ports } = running);
    return running;
  }

  private async startInbox(publicUrl: string): Promise<LocalService> {
    const { dataDir } = this.settings;
    const { apiKey, webhookSecret } = inboxSecrets(dataDir);
    const port = await this.ports.choose('inbox', DEFAULT_PORTS.inbox);
    const webhook = { url: `${publicUrl}/webhooks/resend`, secret: webhookSecret };
    return this.supervise('inbox', () => startLocalInbox({ port, dataDir, apiKey, webhook }));
  }

  private async startSimulator(publicUrl: string): Promise<LocalService> {
    const { dataDir, env } = this.settings;
    const port = await this.ports.choose('simulator', DEFAULT_PORTS.simulator);
    return this.supervise('simulator', () =>
      startLocalSimulator({ port, dataDir, publicUrl, appName: env.PRODUCT_NAME }),
    );
  }

  /** Returns where the API is reached from this machine. */
  private async startPrograms(addresses: EmbeddedAddresses, keys: string): Promise<string> {
    const env = childEnvironment(this.settings, addresses, keys);
    const host = this.settings.host;
    const reachable = host && !['0.0.0.0', '::'].includes(host) ? host : '127.0.0.1';
    await Promise.all([this.startProgram('api', env), this.startProgram('worker', env)]);
    const origin = `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${addresses.port}`;
    const url = `${origin}/readyz`;
    let last = 'no response';
    const isReady = async () => {
      this.goOn();
      const answer = await fetch(url).catch((error: Error) => error);
      last = answer instanceof Error ? answer.message : `${answer.status} ${await answer.text()}`;
      return !(answer instanceof Error) && answer.status === 200;
    };
    if (!(await until(isReady, READY_LIMIT_MS)))
      throw new Error(`Relink didn’t become ready. The last response from ${url}: ${last}`);
    return origin;
  }

  private startProgram(name: 'api' | 'worker', env: NodeJS.ProcessEnv): Promise<RunningChild> {
    const { dataDir: dir } = this.settings;
    const file = this.programs[name];
    return this.supervise(name, (giveUp) => startChild({ name, file, env, dir, say: this.say, giveUp }));
  }
}
