import type { Endpoint } from "../../../network/endpoint";
import type { Fabric, Origin } from "../../../network/fabric";
import { NetworkError } from "../../../network/network-error";
import type { Service } from "../../../network/service";
import { mayCall } from "./roles";
import { RpcError, unavailable, type RpcCall, type Handler } from "./rpc";
import { handshake, isSameCertificate, type ClientTls, type ServerTls } from "./tls-identity";

export const APID_PORT = 50_000;

/** What came of a call on one node; `node` is absent where the endpoint answered for itself. */
export interface NodeAnswer {
  readonly node?: string;
  readonly value?: unknown;
  readonly error?: RpcError;
}

/** What a client asks, and of whom: of several machines at once, or of one by itself. */
export interface Question extends Omit<RpcCall, "roles"> {
  /** e.g. `MachineService/Bootstrap`. */
  readonly method: string;
  readonly target?: { readonly nodes?: readonly string[]; readonly node?: string };
}

/** How a machine's API is open just now. */
export interface ApidSettings {
  readonly tls: ServerTls;
  /** Hands calls on to other machines, as control planes do. */
  readonly forwards: boolean;
}

/** The API of a Talos node: every request to it comes through here. */
export class Apid implements Service {
  readonly name = "apid";
  readonly settings: ApidSettings;
  private readonly fabric: Fabric;
  private readonly network: Endpoint;
  private readonly handlerOf: (method: string) => Handler | undefined;

  constructor(
    fabric: Fabric,
    network: Endpoint,
    settings: ApidSettings,
    handlerOf: (method: string) => Handler | undefined,
  ) {
    this.fabric = fabric;
    this.network = network;
    this.settings = settings;
    this.handlerOf = handlerOf;
  }

  /** A call of a client; without a target it is meant for the machine itself. */
  async call(client: ClientTls, dialled: string, what: Question): Promise<readonly NodeAnswer[]> {
    const roles = handshake(client, this.settings.tls, dialled);
    const { method, target = {}, ...rest } = what;
    const call = { ...rest, roles };
    const nodes = target.node === undefined ? (target.nodes ?? []) : [target.node];
    const [only = ""] = nodes;
    const isLocal = nodes.length === 1 && this.network.segmentOf(only) !== undefined;
    if (nodes.length === 0 || (!this.settings.forwards && isLocal))
      return [{ value: await this.perform(method, call) }];
    if (!this.settings.forwards) throw new RpcError("PermissionDenied", "no request forwarding");
    if (target.node !== undefined) return [{ value: await this.other(only).perform(method, call) }];
    return Promise.all(nodes.map((node) => this.forward(node, method, call)));
  }

  /** Asks several machines with this one's own rights. */
  ask(nodes: readonly string[], method: string, call: Omit<RpcCall, "roles">): Promise<readonly NodeAnswer[]> {
    return Promise.all(nodes.map((node) => this.forward(node, method, { ...call, roles: ["os:admin"] })));
  }

  /** One of several: its error is an answer among others. */
  private async forward(node: string, method: string, call: RpcCall): Promise<NodeAnswer> {
    try {
      return { node, value: await this.other(node).perform(method, call) };
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      return { node, error };
    }
  }

  private other(node: string): Apid {
    const apid = dialApid(this.fabric, this.network, node);
    if (isSameCertificate(apid.settings.tls.ca, this.settings.tls.ca)) return apid;
    throw unavailable(
      "transport: authentication handshake failed: tls: failed to verify certificate: x509: certificate signed by unknown authority",
    );
  }

  private perform(method: string, call: RpcCall): unknown {
    if (!mayCall(method, call.roles)) throw new RpcError("PermissionDenied", "not authorized");
    const act = this.handlerOf(method);
    if (!act) throw new RpcError("Unimplemented", `unknown method ${method}`);
    return act(call);
  }
}

/** The API of the machine at an address, as somebody there reaches it; throws what Go says of a dial that fails. */
export function dialApid(fabric: Fabric, from: Origin, address: string): Apid {
  const failed = (reason: string) =>
    unavailable(`transport: Error while dialing: dial tcp ${address}:${APID_PORT}: ${reason}`);
  try {
    const service = fabric.find(from, address, APID_PORT);
    if (service instanceof Apid) return service;
    throw failed("connect: connection refused");
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw failed(error.code === "ETIMEDOUT" ? "i/o timeout" : `connect: ${error.reason.toLowerCase()}`);
  }
}
