import { SimulationLog } from "../../../rehearsal/events";
import { scriptsOf } from "../../../rehearsal/report/scripts";

test("numbers scripts by machine and names them after their step", () => {
  const log = new SimulationLog(() => 0);
  const run = (machine: string, command: string, stdin?: string, exitCode?: number) => {
    const event = { kind: "command", machine, user: "odin", command } as const;
    log.emit({ ...event, phase: "start", ...(stdin !== undefined && { stdin }) });
    if (exitCode !== undefined) log.emit({ ...event, phase: "end", exitCode });
  };
  run("a", "exec sudo -n sh -s -- init_cluster", "echo init\n", 0);
  run("b", "sudo sh -s join", "echo join", 3);
  run("a", "sudo cat /etc/rancher/rke2/rke2.yaml", undefined, 0);
  run("a", "/bin/sh -eu -s leave", "echo leave");
  run("host", "/bin/bash -c 'sudo /usr/bin/tee /var/lib/vz/snippets/a-vendor.yaml'", "#cloud-config", 0);
  expect(scriptsOf(log.all).map(({ file, exitCode, content }) => [file, exitCode, content])).toEqual([
    ["a/01-init_cluster.sh", 0, "# ran as odin: exec sudo -n sh -s -- init_cluster\necho init\n"],
    ["b/01-join.sh", 3, "# ran as odin: sudo sh -s join\necho join\n"],
    [
      "a/02-cat-etc-rancher-rke2.sh",
      0,
      "# ran as odin: sudo cat /etc/rancher/rke2/rke2.yaml\nsudo cat /etc/rancher/rke2/rke2.yaml\n",
    ],
    ["a/03-leave.sh", undefined, "# ran as odin: /bin/sh -eu -s leave\necho leave\n"],
    ["host/01-upload-a-vendor.yaml.sh", 0, expect.stringContaining("#cloud-config\n")],
  ]);
});

test("no file escapes its folder, whatever a machine or a command is called", () => {
  const log = new SimulationLog(() => 0);
  log.emit({ kind: "command", machine: "../..", user: "odin", command: "../../etc/passwd", phase: "start" });
  expect(scriptsOf(log.all)[0]?.file).toBe("script/01-etc-passwd.sh");
});

test("calls of talosctl and kubectl are named after what they do", () => {
  const log = new SimulationLog(() => 0);
  const run = (command: string) =>
    log.emit({ kind: "command", machine: "a", user: "operator", command, phase: "start" });
  run("talosctl --talosconfig /tmp/tmp.X/talosconfig --endpoints 10.0.0.1 --nodes 10.0.0.1 etcd members");
  run("kubectl --kubeconfig /tmp/tmp.X/kubeconfig --request-timeout=30s --server=https://10.0.0.1:6443 get node a");
  expect(scriptsOf(log.all).map(({ file }) => file)).toEqual([
    "a/01-talosctl-etcd-members.sh",
    "a/02-kubectl-get-node-a.sh",
  ]);
});
