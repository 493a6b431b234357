import type { Installation } from "../model/installations";
import type { NodeNames } from "../model/node-names";
import { NoAnswerError, type OneClient, type PveAccess, PveClient, unlessMissing } from "./pve-client";

type Form = Parameters<PveClient["task"]>[2];

/**
 * Several installations as if they were one: requests for a host go to its installation, lists are merged, and anything
 * without a host is looked up in one after another.
 */
export class PveClients extends PveClient {
  private readonly clients: readonly [OneClient, ...OneClient[]];

  constructor(clients: readonly [OneClient, ...OneClient[]]) {
    super(clients[0].client.access);
    this.clients = clients;
  }

  override at(host: string): PveClient {
    return this.of(host).client;
  }

  override installationOf(host: string): string {
    return this.of(host).installation;
  }

  override all(): readonly OneClient[] {
    return this.clients;
  }

  override async get<T>(path: string): Promise<T> {
    const one = this.ofPath(path);
    if (one) return one.get<T>(path);
    const answers = await Promise.all(this.clients.map(({ client }) => unlessMissing(client.get<unknown>(path))));
    if (answers.every((answer) => answer === undefined || Array.isArray(answer))) return answers.flat(1) as T;
    return answers.find((answer) => answer !== undefined) as T;
  }

  override async delete<T>(path: string): Promise<T> {
    return (await this.holder(path)).delete<T>(path);
  }

  override async post<T>(path: string): Promise<T> {
    return (await this.holder(path)).post<T>(path);
  }

  override async task(method: "POST" | "PUT" | "DELETE", path: string, form?: Form): Promise<void> {
    return (await this.holder(path)).task(method, path, form);
  }

  /** The name of a host that is not in the stack file includes its endpoint (model/node-names.ts). */
  private of(host: string): OneClient {
    const [, endpoint] = host.split("@");
    const isIts = ({ hosts, client }: OneClient) =>
      hosts.includes(host) || (endpoint !== undefined && new URL(client.access.endpoint).host === endpoint);
    return this.clients.find(isIts) ?? this.clients[0];
  }

  private ofPath(path: string): PveClient | undefined {
    const [, host] = /^\/nodes\/([^/?]+)/.exec(path) ?? [];
    return host === undefined ? undefined : this.at(host);
  }

  /** The client of the host in the path. */
  private async holder(path: string): Promise<PveClient> {
    const one = this.ofPath(path);
    if (one) return one;
    for (const { client } of this.clients) {
      if ((await unlessMissing(client.get<unknown>(path))) !== undefined) return client;
    }
    return this.clients[0].client;
  }
}

/**
 * The responses of all installations. One of several that does not answer at all counts as down: `instead` replaces its
 * response. It is an error if one refuses us or is not trusted, or if none answers.
 */
export async function ofEach<T>(
  client: PveClient,
  ask: (one: OneClient) => Promise<T>,
  instead: (one: OneClient) => T,
): Promise<T[]> {
  const asked = await Promise.allSettled(client.all().map(ask));
  const failed = asked.flatMap((answer) => (answer.status === "rejected" ? [answer.reason as unknown] : []));
  const refusal = failed.length === asked.length ? failed[0] : failed.find((error) => !isSilence(error));
  if (refusal !== undefined) {
    const index = asked.findIndex((answer) => answer.status === "rejected" && answer.reason === refusal);
    throw new UnreachableProxmox(client.all()[index] as OneClient, refusal);
  }
  return asked.map((answer, index) =>
    answer.status === "fulfilled" ? answer.value : instead(client.all()[index] as OneClient),
  );
}

/** Whether nothing answered: a wrong token, certificate, name or proxy is a mistake. */
function isSilence(error: unknown): boolean {
  const silent = ["ECONNREFUSED", "ECONNRESET", "EHOSTUNREACH", "EHOSTDOWN", "ENETUNREACH", "ETIMEDOUT"];
  return error instanceof NoAnswerError || silent.includes((error as NodeJS.ErrnoException).code ?? "");
}

/** Why one of several could not be asked. */
export class UnreachableProxmox extends Error {
  readonly endpoint: string;
  readonly installation: string;

  constructor({ installation, client }: OneClient, cause: unknown) {
    super(`${client.access.endpoint} cannot be asked`, { cause });
    this.endpoint = client.access.endpoint;
    this.installation = installation;
  }
}

/** How long a host may take for one response before it counts as unreachable. */
const PATIENCE_MS = 15_000;

/** One client for any number of installations. */
export function clientOfAll(
  installed: readonly (Installation & { readonly apiToken: string; readonly names?: NodeNames })[],
  env: PveAccess["env"] = process.env,
): PveClient {
  const [first, ...others] = installed.map(({ name, hosts, ...access }): OneClient => {
    const client = new PveClient({ ...access, env, patienceMs: PATIENCE_MS });
    return { installation: name, hosts, client };
  });
  if (first === undefined) throw new Error("no host: the rules let a wrong configuration pass");
  return others.length === 0 ? first.client : new PveClients([first, ...others]);
}
