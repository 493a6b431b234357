import type { Answer } from "./client";
import { makeClone, makeTemplate, qemu, setup, type Setup } from "./setup";
import { privileges, spec } from "./simulations";

/** A host with a storage of each kind and a machine on it, for requests that a person mistypes. */
export interface StrictSimulation extends Setup {
  readonly config: (options: Record<string, string | number>) => Promise<Answer>;
  readonly stored: () => Promise<Record<string, unknown>>;
}

export async function strictSimulation(seed?: number, may = [...privileges, "Sys.Console"]): Promise<StrictSimulation> {
  const asgard = spec.hosts["asgard"];
  if (!asgard) throw new Error("the simulation has no host");
  const storages = {
    ...asgard.storages,
    thin: { type: "lvmthin", content: ["images"], capacityGiB: 900 },
    files: { type: "dir", content: ["images"], capacityGiB: 900 },
  } as const;
  const token = { ...spec.token, privileges: may };
  const files = [{ host: "asgard", volume: "local:iso/debian.iso" }];
  const simulation = await setup({
    spec: { hosts: { asgard: { ...asgard, nics: ["eno1", "eno2"], storages } }, token, files },
    ...(seed !== undefined && { seed }),
  });
  await makeTemplate(simulation);
  await makeClone(simulation, 1001, "master-1");
  const path = `${qemu}/1001/config`;
  return {
    ...simulation,
    config: (options) => simulation.client.put(path, options),
    stored: async () => (await simulation.client.get(path)).data,
  };
}
