import type { LinuxGuest } from "../../guests/guest";
import { failed, ok, program, type Process, type Program } from "../../guests/program";
import type { Clusters } from "../../cluster/clusters";
import { rancherVersion } from "../rancher/process";
import { serverOn } from "../rancher/server-runtime";

const BINARY = "/usr/local/bin/rke2";
const units = ["rke2-server.service", "rke2-agent.service"];

/** `rke2`, its killall and uninstall scripts, and the container tools beside kubectl. */
export function rke2Programs(clusters: Clusters): readonly Program[] {
  return [
    program("@rke2", rke2),
    program("@rke2-killall.sh", (_args, process) => asRoot(process, () => killAll(process.guest, clusters))),
    program("@rke2-uninstall.sh", (_args, process) =>
      asRoot(process, async () => {
        await killAll(process.guest, clusters);
        for (const path of [
          "/etc/rancher",
          "/var/lib/rancher",
          BINARY,
          "/usr/local/bin/rke2-killall.sh",
          "/usr/local/bin/rke2-uninstall.sh",
          ...units.map((unit) => `/usr/local/lib/systemd/system/${unit}`),
        ])
          process.guest.tree.remove(path);
        process.guest.units.files.reload();
      }),
    ),
    program("@crictl", (_args, { guest }) => {
      const names = serverOn(guest, clusters)?.serves()
        ? ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"]
        : [];
      return ok(
        `CONTAINER      STATE      NAME\n${names.map((name, i) => `c0ffee000000${i}  Running    ${name}\n`).join("")}`,
      );
    }),
    program("@ctr", () => ok()),
  ];
}

function rke2(args: readonly string[], { guest }: Process) {
  const version = rancherVersion(guest.tree.read(BINARY) ?? "");
  if (args[0] === "--version" || args[0] === "-v")
    return ok(
      `rancher version ${version} (0000000000000000000000000000000000000000)\ngo version go1.24.6 X:boringcrypto\n`,
    );
  return failed(3, `No help topic for '${args[0] ?? ""}'`);
}

async function asRoot(process: Process, act: () => Promise<void>) {
  if (process.user.uid !== 0)
    return failed(1, "Failed to stop rke2-server.service: Interactive authentication required.");
  await act();
  return ok();
}

async function killAll(guest: LinuxGuest, clusters: Clusters): Promise<void> {
  for (const unit of units) if (guest.units.files.find(unit)) await guest.units.stop(unit);
  serverOn(guest, clusters)?.die();
}
