import { formatIssue } from "../../model/errors";
import { parseStackFile } from "../../model/load-stack-file";
import { checkConfig } from "../../model/parse";
import { plan } from "../../model/plan";
import { onHosts, onSharedStorage } from "../support/more-hosts";
import { smallStack, stackOf } from "../support/rehearsal";

const raw = (edit: (text: string) => string = (text) => text) =>
  checkConfig(parseStackFile(edit(onHosts(smallStack(), 2)), "Pulumi.two.yaml").raw);

describe("a stack on several hosts", () => {
  it("puts disks and template on the host's own storage, and on the pool's where it names none", () => {
    const checked = raw((text) =>
      text.replace(
        "worker-1:",
        "worker-0: { role: worker, vmId: 110, address: 10.20.0.20, host: pve-2 }\n    worker-1:",
      ),
    );
    if (!("config" in checked)) throw new Error(checked.issues.map(formatIssue).join("\n"));
    const { machines, templates, sums } = plan(checked.config, "two");
    expect(machines.map(({ name, host, storage }) => [name, host, storage])).toEqual([
      ["server-1", "pve", "local-zfs"],
      ["worker-0", "pve-2", "fast"],
      ["worker-1", "pve", "local-zfs"],
    ]);
    expect(templates.map(({ host, diskStorage }) => [host, diskStorage])).toEqual([
      ["pve", "local-zfs"],
      ["pve-2", "fast"],
    ]);
    expect(sums.find(({ host }) => host === "pve-2")?.storages["fast"]).toMatchObject({ usedGiB: 24 });
  });

  it("makes one template for hosts that share its storage, fetches one image, and counts the storage once", () => {
    const checked = checkConfig(parseStackFile(onSharedStorage(stackOf("kubeadm-ha"), 3), "Pulumi.shared.yaml").raw);
    if (!("config" in checked)) throw new Error(checked.issues.map(formatIssue).join("\n"));
    const { templates, machines, sums, sharedStorages } = plan(checked.config, "shared");
    const hosts = ["pve", "pve-2", "pve-3"];
    expect(templates).toMatchObject([
      { vmId: 9000, host: "pve", serves: hosts, imageHost: "pve", imageIsShared: true },
    ]);
    expect(sums.map(({ storages }) => storages)).toEqual([{}, {}, {}]);
    const disks = machines.reduce((sum, { diskGiB }) => sum + diskGiB, 0);
    expect(sharedStorages).toEqual([
      { storage: "ceph", hosts, usedGiB: disks + 4, capacityGiB: 900 },
      { storage: "nas", hosts, usedGiB: 0, capacityGiB: 100 },
    ]);
  });

  it("fetches an image on a shared storage once for templates that hosts have each for themselves", () => {
    const text = onSharedStorage(stackOf("kubeadm-ha"), 3)
      .replace(/ {6}pve-2:\n/, "$&        templateVmId: 9002\n")
      .replace(/ {6}pve-3:\n/, "$&        templateVmId: 9003\n");
    const checked = checkConfig(parseStackFile(text, "Pulumi.shared.yaml").raw);
    if (!("config" in checked)) throw new Error(checked.issues.map(formatIssue).join("\n"));
    const { templates, sharedStorages } = plan(checked.config, "shared");
    expect(templates.map(({ vmId, host, imageHost }) => [vmId, host, imageHost])).toEqual([
      [9000, "pve", "pve"],
      [9002, "pve-2", "pve"],
      [9003, "pve-3", "pve"],
    ]);
    expect(sharedStorages[0]?.usedGiB).toBe(
      plan(checked.config, "shared").machines.reduce((sum, { diskGiB }) => sum + diskGiB, 0) + 3 * 4,
    );
  });

  it("refuses a host's storage that is not there by the key that names it", () => {
    const checked = raw((text) =>
      text
        .replace("diskStorage: fast", "diskStorage: quick")
        .replace("host: pve }\n    worker", "host: pve-2 }\n    worker")
        .replaceAll("host: pve\n", "host: pve-2\n"),
    );
    expect("issues" in checked && checked.issues.map(({ path }) => path)).toEqual(["proxmox.hosts.pve-2.diskStorage"]);
  });

  const warningsOn = (hosts: number, placed: readonly number[]) => {
    const controlPlanes = placed.map(
      (host, index) =>
        `    server-${index + 1}: { role: control-plane, vmId: ${101 + index}, address: 10.20.0.${11 + index}, host: pve${host === 1 ? "" : `-${host}`} }\n`,
    );
    const text = onHosts(smallStack(), hosts).replace(/ {4}server-1:\n(?: {6}.*\n)+/, controlPlanes.join(""));
    const checked = checkConfig(parseStackFile(text, "Pulumi.spread.yaml").raw);
    if (!("config" in checked)) throw new Error(checked.issues.map(formatIssue).join("\n"));
    return plan(checked.config, "spread").warnings.filter((warning) => warning.includes("quorum"));
  };

  it("says beforehand which host takes the quorum along", () => {
    expect(warningsOn(3, [1, 2, 3])).toEqual([]);
    expect(warningsOn(3, [1, 2, 1])).toEqual([
      "without host pve the cluster loses its quorum: 2 of 3 control planes are on it; spread them over the hosts",
    ]);
    expect(warningsOn(2, [1, 2, 2])).toEqual([
      "without host pve-2 the cluster loses its quorum: 2 of 3 control planes are on it; only a third host prevents that",
    ]);
  });
});
