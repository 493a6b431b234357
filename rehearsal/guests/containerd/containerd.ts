import type { LinuxGuest } from "../guest";
import { binary, type DebPackage } from "../packages/deb-package";
import { failed, ok, packagedProgram, type Program } from "../program";
import type { Daemon, ServiceRun } from "../systemd/daemon";
import { forever } from "../systemd/system-daemons";
import type { UnitFile } from "../systemd/unit-file";
import { CONFIG, containerdVersion, readRuntimeSettings, RuntimeConfigError, runtimeStarted } from "./runtime";

const unit =
  "[Unit]\nDescription=containerd container runtime\nAfter=network.target local-fs.target\n[Service]\nExecStart=/usr/bin/containerd\nType=notify\nDelegate=yes\nKillMode=process\nRestart=always\nRestartSec=5\n[Install]\nWantedBy=multi-user.target\n";

/** Debian's package brings it, Ubuntu's has none: plugins of the pod network are where other packages of Debian put theirs. */
const packagedConfig = {
  path: CONFIG,
  content:
    'version = 2\n\n[plugins]\n  [plugins."io.containerd.grpc.v1.cri"]\n    [plugins."io.containerd.grpc.v1.cri".cni]\n      bin_dir = "/usr/lib/cni"\n      conf_dir = "/etc/cni/net.d"\n  [plugins."io.containerd.internal.v1.opt"]\n    path = "/var/lib/containerd/opt"\n',
};

/** Enabled and started at once. */
export const containerdPackage: DebPackage = {
  name: "containerd",
  files: (version) => [
    binary("containerd", version),
    binary("ctr", version),
    { path: "/usr/lib/systemd/system/containerd.service", content: unit },
    ...(version.includes("~ds") ? [packagedConfig] : []),
  ],
  starts: ["containerd.service"],
};

export const containerdDaemon: Daemon = {
  matches: ([path]) => path === "/usr/bin/containerd",
  start: (guest, file) => start(guest, file),
};

function start(guest: LinuxGuest, { name }: UnitFile): ServiceRun {
  try {
    runtimeStarted(guest, readRuntimeSettings(guest.tree));
    return forever(guest);
  } catch (error) {
    if (!(error instanceof RuntimeConfigError)) throw error;
    guest.journal.write(name, `containerd: ${error.message}`);
    return { ready: new Promise(() => undefined), exited: Promise.resolve(1), stop: () => undefined };
  }
}

export const containerdPrograms: readonly Program[] = [
  packagedProgram("containerd", (args, { guest }) => {
    if (args[0] === "--version" || args[0] === "-v")
      return ok(`containerd github.com/containerd/containerd ${containerdVersion(guest.tree) ?? ""} \n`);
    if (args[0] === "config" && args[1] === "default") return ok(defaultConfig(guest));
    return failed(1, `containerd: the rehearsal's machines start it only through systemd`);
  }),
  packagedProgram("ctr", () => ok()),
];

/** As much of `containerd config default` as anybody edits. */
function defaultConfig(guest: LinuxGuest): string {
  const second = Number.parseInt(containerdVersion(guest.tree) ?? "1", 10) < 2;
  const plugin = second ? '"io.containerd.grpc.v1.cri"' : "'io.containerd.cri.v1.runtime'";
  return `disabled_plugins = []\nversion = ${second ? 2 : 3}\n\n[plugins]\n  [plugins.${plugin}.containerd.runtimes.runc]\n    runtime_type = "io.containerd.runc.v2"\n    [plugins.${plugin}.containerd.runtimes.runc.options]\n      SystemdCgroup = false\n`;
}
