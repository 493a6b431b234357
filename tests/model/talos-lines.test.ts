import { spawnSync } from "node:child_process";
import { scriptPart } from "../../distributions/bootstrap-script";

/** Runs a function of Talos' scripts under the real /bin/sh, with its own awk, grep and wc, and what talosctl says to it. */
function run(parts: readonly string[], says: Readonly<Record<string, string>>, lines: string) {
  const answers = Object.entries(says).map(([command, text]) => `'${command}') cat <<'END'\n${text}\nEND\n;;`);
  const talosctl = `talos() { shift; case "$*" in\n${answers.join("\n")}\n*) return 1 ;; esac; }`;
  const variables = "NODE_NAME=cp-1 ADDRESS=10.0.0.1 CONTACT=10.0.0.1 CLUSTER=c STACK=s GIVE_UP=x";
  const input = [variables, ...["common", ...parts].map(scriptPart), talosctl, lines].join("\n");
  const { stdout, status } = spawnSync("/bin/sh", ["-s"], { input, encoding: "utf8" });
  return { stdout, status };
}

/** As `talosctl etcd members` writes it (siderolabs/talos, cmd/talosctl/cmd/talos/etcd.go). */
const member = (id: string, name: string, client: string, learner: boolean): string =>
  `10.0.0.1   ${id}   ${name}   https://10.0.0.1:2380   ${client}   ${learner}`;
const table = (...rows: string[]): string =>
  ["NODE       ID         HOSTNAME   PEER URLS   CLIENT URLS   LEARNER", ...rows].join("\n");
const FIRST = member("a1", "cp-1", "https://10.0.0.1:2379", false);
const LEARNER = member("b2", "cp-2", "https://10.0.0.2:2379", true);
const UNSTARTED = member("c3", "", "", false);

describe("Talos' table of etcd's members under the real sh", () => {
  const etcd = (lines: string, ...rows: string[]) =>
    run(["talos/servers", "talos/server", "talos/leave"], { "etcd members": table(...rows) }, lines);

  it("is read by its columns from the right, as an unstarted member has fewer", () => {
    const { stdout } = etcd("etcd_members", FIRST, LEARNER, UNSTARTED);
    expect(stdout).toBe("cp-1 false a1\ncp-2 true b2\n(unstarted) false -\n");
  });

  it("gives the voters among the nodes, and none whose name only begins with the same text", () => {
    const nodes = "kubectl() { printf 'cp-1 True\\ncp-2 True\\ncp Unknown\\n'; }";
    const { stdout } = etcd(`${nodes}\nservers`, FIRST, LEARNER);
    expect(stdout).toBe("cp-1 True True\ncp-2 True False\ncp Unknown False\n");
  });

  it("shows whether the node is a member", () => {
    expect(etcd("is_member", FIRST, LEARNER).status).toBe(0);
    expect(etcd("is_member", LEARNER).status).toBe(1);
    expect(etcd("is_no_member", LEARNER).status).toBe(0);
    expect(etcd("is_no_member", FIRST, LEARNER).status).toBe(1);
  });

  it("gives the member that its node left behind", () => {
    const removes = `step() { :; }
attempt() { tried=$((\${tried:-0} + 1)); [ "$tried" -gt 1 ]; }
talos() { shift; case "$*" in "etcd members") cat <<'END'
${table(FIRST, LEARNER)}
END
;; *) echo "$*" >&2 ;; esac; }`;
    expect(etcd(`${removes}\nleave_etcd 2>&1`).stdout).toBe("etcd remove-member a1\n");
  });

  it("shows when the node is the last member", () => {
    const begins = 'say() { echo "$*"; }; speaks() { return 0; }';
    const { stdout } = etcd(`${begins}\nleave_control_plane`, FIRST);
    expect(stdout).toContain("is the last control plane: the cluster ends with it");
  });
});

describe("Talos' resources of disks under the real sh", () => {
  /** As `talosctl get … -o yaml` writes them (siderolabs/talos, pkg/machinery/resources/block). */
  const system =
    "node: 10.0.0.1\nmetadata:\n    type: SystemDisks.block.talos.dev\nspec:\n    diskID: sda\n    devPath: /dev/sda";
  const volume = (id: string, parent: string, mib: number): string =>
    `node: 10.0.0.1\nmetadata:\n    id: ${id}\nspec:\n    type: partition\n    parent: ${parent}\n    size: ${mib * 1_048_576}`;

  it("give the sum of the system disk's partitions", () => {
    const volumes = [volume("sda1", "sda", 100), volume("sdb1", "sdb", 5000), volume("sda4", "sda", 1900)].join(
      "\n---\n",
    );
    const says = { "get systemdisk -o yaml": system, "get discoveredvolumes -o yaml": volumes };
    expect(run(["talos/disk"], says, 'read_partitions && echo "$disk $MIB"').stdout).toBe("sda 2000\n");
  });

  it("give nothing if one of them is missing", () => {
    expect(run(["talos/disk"], { "get systemdisk -o yaml": system }, "read_partitions").status).toBe(1);
  });
});
