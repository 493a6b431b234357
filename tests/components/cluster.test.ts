import type { Recording, Registered } from "../support/pulumi-mocks";
import { recordAsgard } from "../support/record-asgard";
import { orderOf } from "../support/recording";

const VM = "proxmoxve:index/vmLegacy:VmLegacy";
const COMMAND = "command:local:Command";

describe("the cluster of asgard", () => {
  let asgard: Recording;

  beforeAll(async () => {
    asgard = await recordAsgard();
  });

  const dependsOn = (resource: Registered, name: string) =>
    resource.options.dependsOn.some((urn) => urn.endsWith(`::${name}`));

  it("gives every resource a parent, a name that begins with the cluster's, and a URN of its own", () => {
    const own = asgard.resources.filter((r) => !r.type.startsWith("pulumi:") && r.type !== "homelab:index:Cluster");
    expect(own.filter((r) => !r.parent.includes("homelab:index:"))).toEqual([]);
    expect(own.filter((r) => r.name !== "valaskjalf" && !r.name.startsWith("valaskjalf-"))).toEqual([]);
    expect(new Set(asgard.resources.map((r) => r.urn)).size).toBe(asgard.resources.length);
  });

  it("clones six machines with the ids and addresses of the plan", () => {
    const machines = asgard.ofType(VM).filter((r) => !r.inputs["template"]);
    expect(machines.map((r) => r.inputs["vmId"]).sort()).toEqual([1001, 1002, 1003, 1011, 1012, 1013]);
  });

  const addresses: Readonly<Record<string, string>> = {
    "master-1": "10.10.10.101",
    "master-2": "10.10.10.102",
    "master-3": "10.10.10.103",
    "worker-1": "10.10.10.111",
  };
  const roleOf = (name: string) => (name.startsWith("master") ? "control-plane" : "worker");

  const further = [
    ["master-1", "master-2"],
    ["master-2", "master-3"],
  ] as const;

  it("joins each further server only when the previous one is healthy", () => {
    for (const [before, next] of further) {
      expect(dependsOn(asgard.named(`valaskjalf-${next}-gate`), `valaskjalf-${before}-join`)).toBe(true);
      expect(dependsOn(asgard.named(`valaskjalf-${next}-join`), `valaskjalf-${next}-gate`)).toBe(true);
    }
  });

  it("clones new servers in lanes behind the first, and prepares them while others join", () => {
    for (const [, next] of further) {
      expect(dependsOn(asgard.named(`valaskjalf-${next}-vm`), "valaskjalf-master-1-vm")).toBe(true);
      expect(dependsOn(asgard.named(`valaskjalf-${next}-vm`), `valaskjalf-${next}-gate`)).toBe(false);
      expect(dependsOn(asgard.named(`valaskjalf-${next}-prepare`), `valaskjalf-${next}-gate`)).toBe(false);
    }
  });

  it("initializes and joins on prepared machines", () => {
    expect(dependsOn(asgard.named("valaskjalf-init"), "valaskjalf-master-1-prepare")).toBe(true);
    for (const name of ["valaskjalf-master-2", "valaskjalf-worker-1"])
      expect(dependsOn(asgard.named(`${name}-join`), `${name}-prepare`)).toBe(true);
  });

  it("changes the machine of an existing server only behind its health gate, whether the previous run finished or not", async () => {
    const node = { address: "10.10.10.102", role: "control-plane" };
    const begun = { joined: ["valaskjalf-master-2"], machines: [], configuration: { nodes: {} } as never };
    for (const lastRun of [{ nodes: { "valaskjalf-master-2": node } }, { nodes: {}, begun }]) {
      const later = await recordAsgard(() => {}, lastRun);
      expect(dependsOn(later.named("valaskjalf-master-2-vm"), "valaskjalf-master-2-gate")).toBe(true);
      expect(dependsOn(later.named("valaskjalf-master-3-vm"), "valaskjalf-master-3-gate")).toBe(false);
    }
  });

  it("changes the machine of an existing worker only when its node is drained, whether the previous run finished or not", async () => {
    const node = { address: "10.10.10.111", role: "worker" };
    const begun = { joined: ["valaskjalf-worker-1"], machines: [], configuration: { nodes: {} } as never };
    for (const lastRun of [{ nodes: { "valaskjalf-worker-1": node } }, { nodes: {}, begun }]) {
      const later = await recordAsgard(() => {}, lastRun);
      expect(dependsOn(later.named("valaskjalf-worker-1-vm"), "valaskjalf-worker-1-drain")).toBe(true);
      expect(dependsOn(later.named("valaskjalf-worker-2-vm"), "valaskjalf-worker-2-drain")).toBe(false);
      expect(dependsOn(later.named("valaskjalf-worker-2-drain"), "valaskjalf-worker-2-vm")).toBe(true);
    }
  });

  it("keeps the cloud-init document of a machine that joined in an unfinished run", async () => {
    const begun = { joined: ["valaskjalf-worker-1"], machines: [], configuration: { nodes: {} } as never };
    const later = await recordAsgard(() => {}, { nodes: {}, begun });
    const kept = (name: string) => later.named(`${name}-vendor-data`).options.ignoreChanges?.includes("sourceRaw");
    expect([kept("valaskjalf-worker-1"), kept("valaskjalf-worker-2")]).toEqual([true, false]);
  });

  it("checks health through the second server before the first machine changes, once the second exists", async () => {
    const lastRun = { nodes: { "valaskjalf-master-2": { address: "10.10.10.102", role: "control-plane" } } };
    const later = await recordAsgard(() => {}, lastRun);
    expect(dependsOn(asgard.named("valaskjalf-master-1-vm"), "valaskjalf-master-1-gate")).toBe(false);
    expect(dependsOn(asgard.named("valaskjalf-master-1-gate"), "valaskjalf-master-2-join")).toBe(true);
    expect(dependsOn(later.named("valaskjalf-master-1-vm"), "valaskjalf-master-1-gate")).toBe(true);
    expect(later.resources.map((r) => r.urn).sort()).toEqual(asgard.resources.map((r) => r.urn).sort());
  });

  it("clones the first server's machine first and alone, and the others in three lanes after it", () => {
    for (const [next, before] of [
      ["master-2", "master-1"],
      ["master-3", "master-1"],
      ["worker-1", "master-1"],
      ["worker-2", "master-2"],
      ["worker-3", "master-3"],
    ])
      expect(dependsOn(asgard.named(`valaskjalf-${next}-vm`), `valaskjalf-${before}-vm`)).toBe(true);
  });

  it.each([
    { what: "two control planes to one", there: ["master-1"], new: ["master-2", "master-3"] },
    { what: "workers", there: ["master-1", "master-2", "master-3", "worker-1"], new: ["worker-2", "worker-3"] },
  ])("clones and prepares machines added to an existing cluster side by side: $what", async (added) => {
    const nodes = Object.fromEntries(
      added.there.map((name) => [`valaskjalf-${name}`, { address: addresses[name] ?? "", role: roleOf(name) }]),
    );
    const later = await recordAsgard(() => {}, { nodes });
    for (const name of added.new) {
      const before = later.named(`valaskjalf-${name}-vm`).options.dependsOn;
      expect(before.filter((urn) => /-(gate|drain|join|node|prepare)$/.test(urn))).toEqual([]);
      const vms = before.filter((urn) => /valaskjalf-(master|worker)-\d-vm$/.test(urn));
      // A card may be held by any worker of its host.
      if (name !== "worker-3") expect(vms).toEqual([]);
      const prepare = later.named(`valaskjalf-${name}-prepare`).options.dependsOn;
      expect(prepare.filter((urn) => !urn.includes(`valaskjalf-${name}-`) && !urn.includes("-key"))).toEqual([]);
      expect(dependsOn(later.named(`valaskjalf-${name}-join`), `valaskjalf-${name}-prepare`)).toBe(true);
    }
  });

  it("joins workers side by side, after the first server", () => {
    for (const worker of ["valaskjalf-worker-1", "valaskjalf-worker-2", "valaskjalf-worker-3"]) {
      const join = asgard.named(`${worker}-join`);
      expect(dependsOn(join, "valaskjalf-master-1-join")).toBe(true);
      expect(join.options.dependsOn.filter((urn) => /worker-\d-(join|node)$/.test(urn))).toEqual([]);
    }
  });

  it("lets no machine depend by value on anything whose replacement would replace it too", () => {
    for (const vm of asgard.ofType(VM).filter((r) => !r.inputs["template"])) {
      const { initialization = [], ...others } = vm.options.propertyDependencies;
      expect(Object.values(others).flat()).toEqual([]);
      expect(initialization.every((urn) => urn.endsWith("valaskjalf-automation-key"))).toBe(true);
    }
  });

  it("deletes what runs on a machine before the machine, by value", () => {
    const join = asgard.named("valaskjalf-master-2-join");
    expect(join.options.propertyDependencies["triggers"]).toEqual([expect.stringContaining("valaskjalf-master-2-vm")]);
    const node = asgard.named("valaskjalf-worker-1-node");
    expect(node.options.propertyDependencies["triggers"]).toEqual([expect.stringContaining("valaskjalf-worker-1-vm")]);
  });

  it("deletes before it replaces wherever an identity is fixed", () => {
    const fixed = asgard.resources.filter((r) =>
      /vmLegacy|fileLegacy|download|mapping|-(prepare|join|node|init|gate|drain)$/.test(`${r.type} ${r.name}`),
    );
    expect(fixed.filter((r) => !r.options.deleteBeforeReplace).map((r) => r.name)).toEqual([]);
  });

  it("replaces no machine for a new image, key, document or clone source", () => {
    for (const vm of asgard.ofType(VM).filter((r) => !r.inputs["template"])) {
      expect(vm.options.ignoreChanges).toEqual(["clone", "initialization", "bootOrders", "disks", "nodeName"]);
    }
  });

  it("passes every secret as a secret", () => {
    expect(asgard.named("proxmox").secretInputs).toEqual(expect.arrayContaining(["apiToken", "ssh"]));
    for (const command of asgard.ofType(COMMAND)) {
      expect(command.secretInputs).toContain("stdin");
      expect(command.options.additionalSecretOutputs).toContain("stdout");
    }
  });

  it("puts no secret into a command line", () => {
    const lines = asgard.ofType(COMMAND).flatMap((r) => [r.inputs["create"], r.inputs["update"], r.inputs["delete"]]);
    expect(new Set(lines.filter((line) => line !== undefined))).toEqual(
      new Set([
        "init_cluster",
        "prepare",
        "join",
        "health_gate",
        "leave",
        "register",
        "remove",
        "drain_worker",
        "keep",
        "read_kubeconfig",
      ]),
    );
  });

  it("verifies the host key of every machine and of the jump host", () => {
    const { connection } = orderOf(asgard.named("valaskjalf-worker-2-join"));
    expect(connection?.hostKey).toBe("ssh-ed25519 valaskjalf-worker-2-host-key");
    expect(connection?.jumpHost?.hostKey).toMatch(/^ssh-ed25519 /);
  });

  it("gives worker-3 the GPU through a mapping on q35", () => {
    const { hostpcis, machine, tags } = asgard.named("valaskjalf-worker-3-vm").inputs;
    expect(hostpcis).toEqual([{ device: "hostpci0", mapping: "rtx2080", pcie: true, rombar: true, xvga: false }]);
    expect(machine).toBe("q35");
    expect(tags).toContain("gpu");
  });
});
