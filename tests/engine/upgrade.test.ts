import { operatorPrograms } from "../../rehearsal/distributions/operator-programs";
import { simulatedOf } from "../../rehearsal/distributions/registry";
import { planOf } from "../../scripts/engine/plan-of";
import type { Phase } from "../../scripts/rehearsal/phase";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { captureState, revealedValue, stackOutputs } from "../../scripts/rehearsal/state-capture";
import { further } from "../support/further";
import { during, endRehearsal, problemsOf, rehearse, smallStack, stackOf } from "../support/rehearsal";
import { OperatorShell, type Ran } from "../rehearsal/operator/support";

jest.setTimeout(240_000);

let rehearsal: Rehearsal | undefined;
afterEach(() => endRehearsal(rehearsal));

/** A control plane of three and a worker, by the release they run. */
const stacks = {
  k3s: (release: string) => stackOf("k3s").replace(/version: v1\.34\.1\+k3s1/, `version: ${release}`),
  rke2: (release: string) =>
    `${smallStack()}    server-2: { role: control-plane, vmId: 102, address: 10.20.0.12 }
    server-3: { role: control-plane, vmId: 103, address: 10.20.0.13 }\n`.replace(
      /version: v1\S+/,
      `version: ${release}`,
    ),
};

/** Comes up in one release; machines can fetch the other one too. */
async function startedIn(name: string, before: string, after: string): Promise<Rehearsal> {
  const wanted = planOf(after, name);
  const internet = simulatedOf(wanted).internet(wanted);
  const life = await rehearse(name, before, [], { others: { internet } });
  rehearsal = life;
  expect(problemsOf(await life.up())).toEqual([]);
  return life;
}

/** The release of every node and, per server, of its API server. */
function releases({ simulation }: Rehearsal): string[] {
  const [cluster] = simulation.clusters.all();
  return [...(cluster?.nodes.values() ?? [])].map(({ name, version }) => `${name} ${version}`).sort();
}

/** Steps of a phase in the order in which they ended, as `<machine> <function>`. */
function stepsOf({ simulation }: Rehearsal, { beganAt, endedAt }: Phase): string[] {
  return simulation.context.events.all.flatMap((event) =>
    event.kind === "command" && event.phase === "end" && event.at >= beganAt && event.at <= endedAt
      ? [`${event.machine} ${event.command.split(" ").at(-1) ?? ""}`]
      : [],
  );
}

const upgradesByItself = (distribution: "k3s" | "rke2", before: string, after: string) =>
  further(
    `a minor upgrade of ${distribution} goes from server to server behind the health gate, then to the workers`,
    async () => {
      const stack = stacks[distribution];
      const life = await startedIn(`upgrade-${distribution}`, stack(before), stack(after));
      life.editStack(() => stack(after));
      const upgrade = await life.up("up-minor");
      expect(problemsOf(upgrade)).toEqual([]);
      const nodes = ["server-1", "server-2", "server-3", "worker-1"];
      expect(releases(life)).toEqual(nodes.map((name) => `${name} ${after}`));
      const joins = stepsOf(life, upgrade).filter((step) => nodes.some((name) => step === `${name} join`));
      expect(joins.filter((step) => !step.startsWith("server-1 "))).toEqual(
        nodes.slice(1).map((name) => `${name} join`),
      );
      // No VM is changed for it.
      expect(during(life, upgrade).touched).toEqual([]);
      expect(life.invariants.findings().violations).toEqual([]);
    },
  );

upgradesByItself("k3s", "v1.33.5+k3s1", "v1.34.1+k3s1");
upgradesByItself("rke2", "v1.33.5+rke2r1", "v1.34.1+rke2r1");

further("a minor upgrade of Talos' Kubernetes is rolled out by talosctl, and declared to the program", async () => {
  const wanted = "v1.36.1";
  const inRelease = (text: string) => text.replace("kubernetesVersion: v1.35.7", `kubernetesVersion: ${wanted}`);
  process.env["HOMELAB_UPGRADED"] = wanted;
  const life = await startedIn("upgrade-talos", stackOf("talos"), inRelease(stackOf("talos"))).finally(
    () => delete process.env["HOMELAB_UPGRADED"],
  );
  expect(await talosctl(life, `--nodes 10.40.40.11 upgrade-k8s --to ${wanted.slice(1)}`)).toMatchObject({ code: 0 });
  const nodes = ["ctrl-1", "ctrl-2", "ctrl-3", "work-1", "work-2"];
  expect(releases(life)).toEqual(nodes.map((name) => `${name} ${wanted}`));
  life.editStack(inRelease);
  const declared = await life.up("up-declared");
  expect(problemsOf(declared)).toEqual([]);
  expect(releases(life)).toEqual(nodes.map((name) => `${name} ${wanted}`));
  expect(during(life, declared).touched).toEqual([]);
  expect(life.invariants.findings().violations).toEqual([]);
});

/** Runs talosctl as the operator does, with the talosconfig that the stack gives. */
async function talosctl({ pulumi, simulation }: Rehearsal, args: string): Promise<Ran> {
  const { context, network } = simulation;
  const shell = await OperatorShell.open(context, operatorPrograms(context, network.fabric));
  try {
    const { talosconfig } = stackOutputs((await captureState(pulumi)).revealedResources);
    shell.write("talosconfig", String(revealedValue(talosconfig)));
    return await shell.run(`talosctl --talosconfig talosconfig ${args}`);
  } finally {
    await shell.close();
  }
}
