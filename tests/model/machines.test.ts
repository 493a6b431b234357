import { join } from "node:path";
import { isInService } from "../../model/outside-vm-plan";
import { decommissionIssues } from "../../stack/decommission-change";
import { formatIssue } from "../../model/errors";
import { loadStackFile } from "../../stack/load-stack-file";
import { plan as buildPlan } from "../../stack/plan";
import { formatTaint } from "../../model/taints";
import { configOf, messagesOf, patched, type Raw } from "./stack-fixtures";

const raw = (): Raw => structuredClone(loadStackFile(join(__dirname, "../../Pulumi.r730.yaml")).raw);
const planOf = (patch: Raw = {}) => buildPlan(configOf(patched(raw(), patch)), "r730");
const outsideVm = (name: string, patch: Raw = {}) => {
  const found = planOf(patch).vms.find((candidate) => candidate.name === name);
  if (!found || !isInService(found)) throw new Error(`no managed ${name}`);
  return found;
};

describe("the machines of r730", () => {
  it("need 196 GiB and 84 vCPUs, which is refused without overcommit", () => {
    const strict = patched(raw(), { proxmox: { overcommit: null } });
    expect(messagesOf(() => strict)).toEqual([
      "proxmox.hosts.pve: machines ask for more memory than there is, got 200704 MiB (5 x 32768 + 16384 + 2 x 8192 + 4096), must be 161792 MiB (163840 less 2048 in reserve); make machines smaller, or set proxmox.overcommit.memory explicitly",
      "proxmox.hosts.pve: machines ask for more threads than there are, got 84 vCPUs (6 x 8 + 2 x 16 + 4), must be 44 threads; make machines smaller, or set proxmox.overcommit.threads explicitly",
    ]);
    expect(messagesOf(raw)).toEqual([]);
  });

  it("come with a warning that the machine with the GPU needs its memory at once", () => {
    const pins = (patch: Raw) => planOf(patch).warnings.filter((warning) => warning.includes("pins"));
    expect(pins({})).toEqual([
      "k8s-node1 pins its 32 GiB of memory for its GPU: all of it must be free when it starts",
    ]);
    expect(pins({ gpus: null })).toEqual([]);
  });

  it("start in this order: the firewall, the registry, the control plane, the workers", () => {
    const { nodes } = planOf();
    const orders = [outsideVm("pfsense"), outsideVm("docker-registry"), ...nodes].map(({ startup }) => startup.order);
    expect(orders).toEqual([1, 5, 10, 20, 20, 20, 20]);
  });

  it("put the GPU's label and taint on the node that holds it", () => {
    const labelledNodes = (patch: Raw) =>
      planOf(patch).nodes.flatMap(({ name, labels, taints }) =>
        "nvidia.com/gpu.present" in labels && taints.map(formatTaint).includes("nvidia.com/gpu=true:PreferNoSchedule")
          ? [name]
          : [],
      );
    expect(labelledNodes({})).toEqual(["k8s-node1"]);
    expect(labelledNodes({ gpus: { "tesla-t4": { node: "k8s-node3" } } })).toEqual(["k8s-node3"]);
  });

  it("include one that was adopted, which is protected unless its entry says otherwise", () => {
    expect(outsideVm("home-assistant")).toMatchObject({ protect: true, adopted: { onBoot: false, startup: false } });
    const said = { vms: { "home-assistant": { protect: false, onBoot: true, startup: { order: 7 } } } };
    expect(outsideVm("home-assistant", said)).toMatchObject({
      protect: false,
      adopted: { onBoot: true, startup: true },
    });
  });
});

describe("a machine that is decommissioned", () => {
  const plan = planOf();

  it("is refused while it is in Pulumi's state, with the way out of it", () => {
    expect(decommissionIssues({ truenas: 9000 }, plan).map(formatIssue)).toEqual([
      'vms.truenas.state: is still in Pulumi\'s state, so up would delete it, got "decommissioned", must be a VM that is not in the state; stop it, disable its start on boot, then: pulumi state delete --force <urn of its vm> (pulumi stack --show-urns); truenas stays; to delete it and its disks yourself: qm destroy 9000 --purge on pve',
    ]);
  });

  it("is accepted once it is out of the state, and so are machines in service", () => {
    expect(decommissionIssues({ pfsense: 101, devvm: 102 }, plan)).toEqual([]);
  });
});
