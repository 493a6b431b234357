import { kubeconfigOf } from "../../../distributions/talos/kubeconfig";
import { renderTalosWorkerScript } from "../../../distributions/talos/script";
import { clusterSecrets, editedConfig, talosconfig } from "../../support/talos-config";
import { pcTipsPlan } from "../../support/pc-tips";
import { inSection } from "../../support/plans";
import { ctrl0, hardware, work0, type Node } from "../cluster/talos/machines";
import { apply, boot, talosSimulation, VIP, type TalosSimulation } from "../cluster/talos/support";
import type { Ran } from "./support";
import { talosSystemOf } from "../../../rehearsal/distributions/talos/cluster/talos-system";

let simulation: TalosSimulation;
beforeEach(async () => {
  simulation = await talosSimulation();
});
afterEach(() => simulation.close());

const malformed = "machine:\n  tpye: worker\n";
const config = () =>
  editedConfig(simulation.secrets, { hostname: work0.name, role: work0.role, endpoint: `https://${VIP}:6443` });

/** The program's own script for a worker that gets this configuration. */
async function join(machineConfig: string, { address }: Node = work0, owner = simulation.secrets): Promise<Ran> {
  const plan = pcTipsPlan(inSection("access", { dialAttempts: 10 }));
  const planned = plan.nodes.find(({ name }) => name === work0.name);
  if (!planned) throw new Error(`no ${work0.name}`);
  const kubeconfig = kubeconfigOf({ certificate: "", key: "", authority: "" });
  const secrets = { talosconfig: await talosconfig(owner), kubeconfig, machineConfig };
  const script = renderTalosWorkerScript(plan, { ...planned, address }, secrets);
  return simulation.shell.run("sh -s -- join", { stdin: script });
}

test("a configuration that Talos refuses is reported with its message, and the machine keeps waiting", async () => {
  await boot(simulation, work0);
  const ran = await join(malformed);
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain("Talos refuses the configuration: ");
  expect(ran.stderr).toContain("unknown keys found during decoding: machine: tpye: worker");
  expect(await apply(simulation, work0)).toMatchObject({ code: 0 });
});

test("a machine that retries malformed user data for ever is given up, and answers once recreated", async () => {
  const { cloudInit } = hardware(work0);
  if (!cloudInit) throw new Error("no drive");
  await expect(boot(simulation, work0, { cloudInit: { ...cloudInit, userData: malformed } })).rejects.toThrow(
    "for ever",
  );
  const ran = await join(config());
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain("nothing answers at 10.10.10.21:50000 as Talos does; look at the machine's console");
  await simulation.guests.powerOff(work0.vmId, "stop");
  await boot(simulation, work0, { disk: 1 });
  expect(await apply(simulation, work0)).toMatchObject({ code: 0 });
});

test("a machine of another cluster is not taken over", async () => {
  await boot(simulation, ctrl0);
  expect(await apply(simulation, ctrl0)).toMatchObject({ code: 0 });
  const ran = await join(config(), ctrl0, await clusterSecrets());
  expect(ran.code).toBe(1);
  expect(ran.stderr).toMatch(/nothing answers at 10\.10\.10\.11:50000 as Talos does.*tls: certificate required/);
  expect(talosSystemOf(simulation.clusters).machine(ctrl0.name)?.hostname).toBe(ctrl0.name);
});
