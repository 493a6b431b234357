import type { CommandEvent, RequestEvent, SimulationEvent } from "../events";

/** How often one kind of request was made. */
export interface EndpointCount {
  /** `GET /nodes/{node}/qemu/{vmid}/config`. */
  readonly endpoint: string;
  readonly requests: number;
  /** Of them, answered with an error. */
  readonly refused: number;
}

export interface Counts {
  readonly requests: number;
  readonly commands: number;
  /** Most frequent first. */
  readonly byEndpoint: readonly EndpointCount[];
}

export function countsOf(events: readonly SimulationEvent[]): Counts {
  const requests = events.filter((event): event is RequestEvent => event.kind === "request");
  const commands = events.filter((event): event is CommandEvent => event.kind === "command");
  return {
    requests: requests.length,
    commands: commands.filter(({ phase }) => phase === "start").length,
    byEndpoint: byEndpoint(requests),
  };
}

function byEndpoint(requests: readonly RequestEvent[]): EndpointCount[] {
  const counts = new Map<string, { requests: number; refused: number }>();
  for (const { method, path, status } of requests) {
    const endpoint = `${method} ${endpointOf(path)}`;
    const count = counts.get(endpoint) ?? { requests: 0, refused: 0 };
    counts.set(endpoint, {
      requests: count.requests + 1,
      refused: count.refused + (status >= 400 ? 1 : 0),
    });
  }
  const all = [...counts].map(([endpoint, count]) => ({ endpoint, ...count }));
  return all.sort((a, b) => b.requests - a.requests || a.endpoint.localeCompare(b.endpoint));
}

/** The path with what differs from object to object replaced by its kind, in the words of Proxmox's API. */
export function endpointOf(path: string): string {
  return `/${path.replace(/^\/|\/$/g, "")}`
    .replace(/\/UPID:.*?(?=\/|$)/, "/{upid}")
    .replace(/^\/nodes\/[^/]+/, "/nodes/{node}")
    .replace(/\/qemu\/\d+/, "/qemu/{vmid}")
    .replace(/\/storage\/[^/]+/, "/storage/{storage}")
    .replace(/\/content\/.+$/, "/content/{volume}")
    .replace(/\/mapping\/pci\/[^/]+/, "/mapping/pci/{id}");
}
