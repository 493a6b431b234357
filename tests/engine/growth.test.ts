import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { furtherGroups, rows } from "../support/further";
import { commandsOf, editsOfStep1 } from "../support/move-the-api";
import { endRehearsal, problemsOf, rehearse, smallStack, stackOf } from "../support/rehearsal";

jest.setTimeout(240_000);

const withoutOthers = (text: string) => text.replace(/^ +(cp|ctrl|server)-[23]: .*\n/gm, "");

/** A cluster whose Services are in another domain than Kubernetes' own. */
const inDomain = (text: string) => text.replace(/^( +)distribution: .*$/m, "$&\n$1clusterDomain: k8s.home.arpa");

/** A stack with one control plane that has its VIP from birth, and the same with three. */
const stacks = rows(
  {
    name: "rke2",
    three: `${smallStack()}    server-2: { role: control-plane, vmId: 102, address: 10.20.0.12 }
    server-3: { role: control-plane, vmId: 103, address: 10.20.0.13 }\n`,
    one: smallStack(),
  },
  { name: "kubeadm", three: stackOf("kubeadm-ha"), one: withoutOthers(stackOf("kubeadm-ha")) },
  { name: "talos", three: stackOf("talos"), one: withoutOthers(stackOf("talos")) },
  { name: "k3s", three: stackOf("k3s"), one: withoutOthers(stackOf("k3s")) },
);

/** Of the two that came last: both were prepared before one of them was part of the cluster. */
function preparedBeforeAnyJoined({ simulation }: Rehearsal): void {
  const events = simulation.context.events.all;
  const joins = events.filter((event) => event.kind === "cluster" && event.change === "server-joined").slice(-2);
  const added = joins.flatMap((event) => ("machine" in event ? [event.machine] : []));
  const prepared = added.map((name) =>
    events.find((event) => event.kind === "command" && event.phase === "end" && event.machine === name),
  );
  for (const end of prepared) expect(end).toMatchObject({ command: expect.stringContaining("prepare") });
  expect(Math.max(...prepared.map((end) => end?.at ?? Infinity))).toBeLessThan(joins[0]?.at ?? 0);
}

/** These are told all by the program; kubeadm is also told by hand, below. */
const moving = rows(
  { name: "rke2", text: smallStack(), before: "10.20.0.100", after: "10.20.0.101" },
  { name: "talos", text: withoutOthers(stackOf("talos")), before: "10.40.40.10", after: "10.40.40.9" },
  { name: "k3s", text: withoutOthers(stackOf("k3s")), before: "10.40.0.100", after: "10.40.0.101" },
);

describe.each(moving)("moving the API of $name, as in docs/tasks/move-the-api.md", ({ name, text, before, after }) => {
  const at = (vip: string, also: string) => text.replace(/^( +)vip: .*$/m, `$1vip: ${vip}\n$1sans: [${also}]`);
  let rehearsal: Rehearsal;
  beforeAll(async () => {
    process.env["HOMELAB_API_MOVED"] = after;
    rehearsal = await rehearse(`growth-moved-${name}`, text);
    delete process.env["HOMELAB_API_MOVED"];
    expect(problemsOf(await rehearsal.up())).toEqual([]);
  });
  afterAll(() => endRehearsal(rehearsal));

  it("first puts both addresses into its certificate", async () => {
    rehearsal.editStack(() => at(before, after));
    expect(problemsOf(await rehearsal.up("up-both"))).toEqual([]);
    const servers = [...(rehearsal.simulation.clusters.all()[0]?.servers.values() ?? [])];
    const named = servers.map(({ certificateNames }) =>
      [before, after].filter((each) => certificateNames.includes(each)),
    );
    expect(named).toEqual([[before, after]]);
  });

  it("then serves the new address, which the health gates use", async () => {
    rehearsal.editStack(() => at(after, before));
    expect(problemsOf(await rehearsal.up("up-moved"))).toEqual([]);
    expect(rehearsal.simulation.network.fabric.holder(after)).toBeDefined();
    expect(rehearsal.simulation.network.fabric.holder(before)).toBeUndefined();
    expect(rehearsal.invariants.findings().violations).toEqual([]);
  });
});

/** The stack file with its API there, and that address besides in its certificates. */
function vipOf(text: string, vip: string, also: string): string {
  const without = text.replace(/^ +vip: .*\n/m, "");
  return without.replace(/^( +)distribution: .*$/m, `$&\n$1vip: ${vip}\n$1sans: [${also}]`);
}

/** A cluster that has a VIP answers at both for a while; one that has none yet goes on answering at its control plane. */
const movedByHand = [
  { name: "a VIP", text: withoutOthers(stackOf("kubeadm-ha")), before: "10.30.20.100" },
  { name: "no VIP", text: withoutOthers(stackOf("kubeadm-ha")).replace(/^ +vip: .*\n/m, ""), before: "10.30.20.11" },
];

furtherGroups(movedByHand)(
  "the API of a cluster of kubeadm with $name that moves by hand",
  ({ name, text, before }) => {
    const hadVip = name === "a VIP";
    const addresses = { before, after: "10.30.20.101" };
    const { after } = addresses;
    let rehearsal: Rehearsal;
    beforeAll(async () => {
      process.env["HOMELAB_API_MOVED"] = after;
      rehearsal = await rehearse(`growth-by-hand-${hadVip ? "vip" : "first"}`, text);
      delete process.env["HOMELAB_API_MOVED"];
      expect(problemsOf(await rehearsal.up())).toEqual([]);
    });
    afterAll(() => endRehearsal(rehearsal));

    /** Types the page's commands on a machine, as root. */
    async function type(machine: string, commands: readonly string[]): Promise<void> {
      const script = ["set -e", "export KUBECONFIG=/etc/kubernetes/admin.conf", ...commands].join("\n");
      const ran = await rehearsal.simulation.machines.machine(machine)?.typed(script);
      expect(ran).toMatchObject({ exitCode: 0 });
    }
    const holder = (address: string) => rehearsal.simulation.network.fabric.holder(address)?.name;
    const cluster = () => rehearsal.simulation.clusters.all()[0];
    const silent = () => [...(cluster()?.nodes.values() ?? [])].filter((node) => node.silentSince !== undefined);

    it("is in the certificate, and answers at both addresses", async () => {
      const file = "/root/kubeadm-both.yaml";
      const typed = commandsOf(1, "kubeadm", addresses).flatMap((line) =>
        line.startsWith("sudo nano ") ? editsOfStep1(file, addresses) : [line],
      );
      await type("cp-1", typed);
      if (hadVip) await type("cp-1", commandsOf(2, "/etc/kubernetes/manifests", addresses));
      await type("cp-1", ["sleep 30"]);
      const names = cluster()?.servers.get("cp-1")?.certificateNames;
      expect(names).toEqual(expect.arrayContaining([before, after]));
      expect(holder(before)).toBe("cp-1");
      expect(holder(after)).toBe(hadVip ? "cp-1" : undefined);
    });

    const tellControlPlane = () =>
      type("cp-1", [...commandsOf(3, "super-admin.conf", addresses), ...commandsOf(3, "configmap", addresses)]);

    it("stops at a worker that was not told, where nobody answers at the former address any more", async () => {
      if (hadVip) await tellControlPlane();
      rehearsal.editStack(() => vipOf(text, after, before));
      const phase = await rehearsal.up("up-untold");
      if (hadVip) expect(problemsOf(phase).join()).toContain(`kubelet.conf names https://${before}:6443`);
      else expect(problemsOf(phase)).toEqual([]);
    });

    it("needs the former address no more once every node was told", async () => {
      if (!hadVip) await tellControlPlane();
      await type("worker-1", commandsOf(3, "kubelet.conf", addresses));
      expect(problemsOf(await rehearsal.up("up-told"))).toEqual([]);
      if (hadVip) await type("cp-1", commandsOf(5, "kube-vip-new.yaml", addresses));
      await type("cp-1", ["sleep 30", "kubectl get --raw /readyz"]);
      expect(silent()).toEqual([]);
      expect(holder(after)).toBe("cp-1");
      if (hadVip) expect(holder(before)).toBeUndefined();
      expect(rehearsal.invariants.findings().violations).toEqual([]);
    });
  },
);

describe.each(stacks)("one control plane of $name, created with a VIP", ({ name, one, three }) => {
  let rehearsal: Rehearsal;
  beforeAll(async () => {
    rehearsal = await rehearse(`growth-${name}`, inDomain(one));
    expect(problemsOf(await rehearsal.up())).toEqual([]);
  });
  afterAll(() => endRehearsal(rehearsal));

  it("grows to three voting members in one edit", async () => {
    rehearsal.editStack(() => inDomain(three));
    expect(problemsOf(await rehearsal.up("up-three"))).toEqual([]);
    if (name !== "talos") preparedBeforeAnyJoined(rehearsal);
    const [cluster] = rehearsal.simulation.clusters.all();
    expect(cluster?.etcd.members.filter(({ voting }) => voting)).toHaveLength(3);
    const names = [...(cluster?.servers.values() ?? [])].map(({ certificateNames }) => certificateNames);
    expect(names).toHaveLength(3);
    for (const each of names) expect(each).toContain("kubernetes.default.svc.k8s.home.arpa");
    expect(rehearsal.invariants.findings().violations).toEqual([]);
  });
});
