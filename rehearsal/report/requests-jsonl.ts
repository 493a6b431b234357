import type { SimulationEvent } from "../events";
import type { RehearsalSecrets } from "../invariants/secrets";
import { maskAll } from "./mask";

/**
 * Every PVE request, one JSON object a line: `method`, `path` (relative to /api2/json, without the query), `params`
 * (query and form fields together) and `status`, so that it can be checked against the schema Proxmox publishes.
 */
export function requestsJsonl(events: readonly SimulationEvent[], secrets: RehearsalSecrets): string {
  return events
    .flatMap((event) => {
      if (event.kind !== "request") return [];
      const { method, path, params, status } = event;
      return `${JSON.stringify(maskAll({ method, path, params, status }, secrets))}\n`;
    })
    .join("");
}
