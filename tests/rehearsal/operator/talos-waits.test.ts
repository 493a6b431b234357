import { renderTalosWaitsScript } from "../../../distributions/talos/script";
import { pcTipsPlan } from "../../support/pc-tips";
import { ctrl0, hardware, type Node } from "../cluster/talos/machines";
import { apply, boot, talosSimulation, type TalosSimulation } from "../cluster/talos/support";
import type { Ran } from "./support";

let simulation: TalosSimulation;
beforeEach(async () => {
  simulation = await talosSimulation();
});
afterEach(() => simulation.close());

/** What recovery asks of a node whose guest agent is silent. */
function waits({ name, address }: Node, env: Record<string, string> = {}): Promise<Ran> {
  const plan = pcTipsPlan();
  const planned = plan.nodes.find((node) => node.name === name);
  if (!planned) throw new Error(`no ${name}`);
  return simulation.shell.run("sh -s -- waits", { stdin: renderTalosWaitsScript(plan, { ...planned, address }), env });
}

test("a machine in maintenance mode waits, and its agent is silent all the same", async () => {
  await boot(simulation, ctrl0);
  expect(simulation.guests.agentAnswers(ctrl0.vmId)).toBe(false);
  expect(await waits(ctrl0)).toMatchObject({ code: 0, stdout: "yes\n" });
});

test("a machine that has its configuration and requests a certificate is not given up either", async () => {
  await boot(simulation, ctrl0);
  await apply(simulation, ctrl0);
  expect(await waits(ctrl0)).toMatchObject({ code: 0, stdout: "yes\n" });
});

test("a machine that is off or never reached its API does not wait", async () => {
  expect(await waits(ctrl0)).toMatchObject({ code: 0, stdout: "no\n" });
  const { cloudInit } = hardware(ctrl0);
  if (!cloudInit) throw new Error("no drive");
  await expect(boot(simulation, ctrl0, { cloudInit: { ...cloudInit, userData: "machine: {" } })).rejects.toThrow(
    "for ever",
  );
  expect(await waits(ctrl0)).toMatchObject({ code: 0, stdout: "no\n" });
});

test("without talosctl nothing is concluded", async () => {
  const ran = await waits(ctrl0, { PATH: "/usr/bin:/bin" });
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain("talosctl is not on this computer's PATH; install it: ");
});
