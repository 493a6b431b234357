import { dialApid, type NodeAnswer, type Question } from "../machine/apid";
import { multiError } from "../machine/config/multi-error";
import { RpcError } from "../machine/rpc";
import type { ClientTls } from "../machine/tls-identity";
import { CommandError, warn, type Run } from "./command";
import { openTalosconfig, tlsOf } from "./talosconfig";

type Asked = Pick<Question, "target"> & { readonly send?: (message: unknown) => void };

/** A connection to the API of machines: endpoints to dial, and nodes to ask through them. */
export class TalosClient {
  readonly nodes: readonly string[];
  readonly endpoints: readonly string[];
  private readonly run: Run;
  private readonly tls: ClientTls;

  constructor(run: Run, tls: ClientTls, endpoints: readonly string[], nodes: readonly string[]) {
    this.run = run;
    this.tls = tls;
    this.endpoints = endpoints;
    this.nodes = nodes;
  }

  /** One call; without a target it is for the endpoint itself. Throws what no node was the cause of. */
  async ask(
    method: string,
    request: unknown,
    { target = {}, send = () => undefined }: Asked = {},
  ): Promise<readonly NodeAnswer[]> {
    let last = new RpcError("Unavailable", "no endpoints");
    for (const endpoint of this.endpoints) {
      try {
        const address = endpoint.replace(/^https?:\/\//, "").replace(/:\d+$/, "");
        const apid = dialApid(this.run.fabric, this.run.origin, address);
        const question = { method, request, target, send, signal: this.run.terminal.signal };
        return await apid.call(this.tls, address, question);
      } catch (error) {
        if (!(error instanceof RpcError)) throw error;
        if (error.code !== "Unavailable") throw error;
        last = error;
      }
    }
    throw last;
  }

  /** Asks all nodes at once. What some of them refuse is a warning; what all refuse is the end (client.FilterMessages). */
  async all(method: string, request: unknown, failing: string): Promise<readonly NodeAnswer[]> {
    const answers = await this.ask(method, request, { target: { nodes: this.nodes } }).catch((error: unknown) => {
      throw error instanceof RpcError ? new CommandError(`${failing}${error.message}`) : error;
    });
    const problem = multiError(answers.flatMap(({ node, error }) => (error ? [`${node}: ${error.message}`] : [])));
    if (problem === undefined) return answers;
    const good = answers.filter(({ error }) => !error);
    if (good.length === 0) throw new CommandError(`${failing}${problem}`);
    warn(this.run, problem);
    return good;
  }

  /** The answer of the only node there is. */
  async only<Answer>(method: string, request: unknown, failing: string): Promise<Answer> {
    const [answer] = await this.all(method, request, failing);
    return answer?.value as Answer;
  }
}

/** A client with the talosconfig's credentials. */
export async function connectTalosctl(run: Run, { needsNodes = true } = {}): Promise<TalosClient> {
  const context = await openTalosconfig(run);
  const given = run.flags.list("endpoints");
  const endpoints = given.length > 0 ? given : context.endpoints;
  if (endpoints.length === 0) throw new CommandError("error constructing client: failed to determine endpoints");
  const nodes = run.flags.list("nodes").length > 0 ? run.flags.list("nodes") : context.nodes;
  if (needsNodes && nodes.length === 0)
    throw new CommandError(
      "nodes are not set for the command: please use `--nodes` flag or configuration file to set the nodes to run the command against",
    );
  return new TalosClient(run, tlsOf(context), endpoints, nodes);
}

/** A client for machines in maintenance mode: it dials the nodes themselves, and believes whatever answers. */
export function connectInsecurely(run: Run): TalosClient {
  const nodes = run.flags.list("nodes");
  if (nodes.length === 0) throw new CommandError("failed to determine endpoints");
  return new TalosClient(run, {}, nodes, []);
}

export function failIfMultiple({ nodes }: TalosClient, command: string): void {
  if (nodes.length > 1) throw new CommandError(`command "${command}" is not supported with multiple nodes`);
}
