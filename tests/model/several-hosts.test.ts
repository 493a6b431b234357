import { formatIssue } from "../../model/errors";
import { parseStackFile } from "../../model/load-stack-file";
import { checkConfig } from "../../model/parse";
import { plan } from "../../model/plan";
import { onHosts } from "../support/more-hosts";
import { smallStack } from "../support/rehearsal";

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

  it("refuses a host's storage that is not there by the key that names it", () => {
    const checked = raw((text) =>
      text
        .replace("diskStorage: fast", "diskStorage: quick")
        .replace("host: pve }\n    worker", "host: pve-2 }\n    worker")
        .replaceAll("host: pve\n", "host: pve-2\n"),
    );
    expect("issues" in checked && checked.issues.map(({ path }) => path)).toEqual(["proxmox.hosts.pve-2.diskStorage"]);
  });
});
