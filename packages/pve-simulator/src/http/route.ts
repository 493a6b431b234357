import type { Datacenter } from "../model/datacenter";
import type { Host } from "../model/host";
import type { Caller, Permission } from "../model/permissions";
import type { Vm } from "../model/vm";
import type { WantedVm } from "../model/wanted-vm";
import type { ParameterTable } from "../schema/parameter";
import type { Params } from "../schema/params";

export type Method = "GET" | "POST" | "PUT" | "DELETE";

/** One endpoint, as data: where it is, what it takes, what it asks of the caller, and who answers. */
export interface Route {
  readonly method: Method;
  /** Relative to /api2/json; `{name}` is a parameter, `{volume}` may hold slashes. */
  readonly path: string;
  /** Besides those in the path. */
  readonly parameters: ParameterTable;
  readonly permission: Permission;
  /** Returns what the envelope's `data` holds. */
  readonly answer: (call: Call) => unknown;
}

/** A row of a routes table. */
export function route(
  method: Method,
  path: string,
  parameters: ParameterTable,
  permission: Permission,
  answer: Route["answer"],
): Route {
  return { method, path, parameters, permission, answer };
}

/** A verified request. */
export class Call {
  readonly datacenter: Datacenter;
  readonly caller: Caller;
  readonly params: Params;
  /** The file of a multipart upload. */
  readonly upload: Uint8Array | undefined;

  constructor(datacenter: Datacenter, caller: Caller, params: Params, upload?: Uint8Array) {
    this.datacenter = datacenter;
    this.caller = caller;
    this.params = params;
    this.upload = upload;
  }

  get host(): Host {
    return this.datacenter.host(this.params.text("node"));
  }

  get vm(): Vm {
    return this.datacenter.vm(this.params.text("node"), Number(this.params.text("vmid")));
  }

  /** For what asks only later whether there is such a machine. */
  get wantedVm(): WantedVm {
    return { host: this.host, vmId: Number(this.params.text("vmid")), get: () => this.vm };
  }
}
