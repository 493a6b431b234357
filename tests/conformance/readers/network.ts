import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { complaint, inFolder, run } from "./program";
import type { Reader } from "./reader";

/** As on a machine: cloud-init turns the hypervisor's network document into netplan's, netplan into systemd's. */
export const network: Reader = {
  name: "cloud-init and netplan",
  reads: ({ name }) => name.endsWith(": network-config"),
  judge: (documents) => Promise.all(documents.map(({ text }) => inFolder((folder) => convert(folder, text)))),
  mistakes: [
    { what: "an address that is none", from: /address: '\d+\./, to: "address: '777.", named: "777." },
    { what: "a netmask with a hole", from: /netmask: '.*'/, to: "netmask: '255.0.255.0'", named: "255.0.255.0" },
    { what: "a kind of device it does not know", from: "type: physical", to: "type: fysical", named: "fysical" },
    { what: "a gateway that is a name", from: /gateway: '.*'/, to: "gateway: 'router'", named: "router" },
  ],
};

async function convert(folder: string, text: string): Promise<string[]> {
  await writeFile(join(folder, "network-config"), text);
  const kinds = ["-p", "network-config", "-k", "yaml", "-d", "root", "-D", "ubuntu", "-O", "netplan"];
  const converted = complaint(await run("cloud-init", ["devel", "net-convert", ...kinds], "", folder));
  if (converted.length > 0) return converted;
  return complaint(await run("netplan", ["generate", "--root-dir", "root"], "", folder));
}
