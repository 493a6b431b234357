import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scriptPart } from "../../distributions/bootstrap-script";

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), "script-lines-"))));
afterEach(() => rmSync(root, { recursive: true }));

/** Runs lines after some parts of the scripts, under the real /bin/sh with its own grep, sed, tr and awk. */
function run(parts: readonly string[], lines: string): string {
  const input = ["NODE_NAME=cp-1 CLUSTER=c STACK=s", ...["common", ...parts].map(scriptPart), lines]
    .join("\n")
    .replaceAll("/etc/fstab", `${root}/fstab`)
    .replaceAll("/etc/containerd/certs.d", `${root}/certs.d`);
  const { stdout, stderr, status } = spawnSync("/bin/sh", ["-s"], { input, encoding: "utf8" });
  if (status !== 0) throw new Error(`exit status ${status}: ${stderr}`);
  return stdout;
}

describe("lines of the scripts under the real sh", () => {
  it("comment swap out in fstab, and nothing else", () => {
    const fstab = "UUID=1 / ext4 defaults 0 1\n# /old none swap sw 0 0\n/swap.img\tnone\tswap\tsw\t0\t0\n";
    writeFileSync(join(root, "fstab"), fstab);
    run(["kubeadm/install"], "swapoff() { :; }\nswap_off");
    expect(readFileSync(join(root, "fstab"), "utf8")).toBe(fstab.replace("/swap.img", "# /swap.img"));
  });

  it("remove their own mirrors that are no longer planned, and no others", () => {
    const mirrors = {
      "docker.io": "# homelab: planned\n",
      "ghcr.io": "# homelab: no more\n",
      "quay.io": "# a person's\n",
    };
    for (const [registry, text] of Object.entries(mirrors)) {
      mkdirSync(join(root, "certs.d", registry), { recursive: true });
      writeFileSync(join(root, "certs.d", registry, "hosts.toml"), text);
    }
    run(["kubeadm/install"], "MIRRORS=docker.io\nforget_mirrors");
    const left = Object.keys(mirrors).filter((registry) => existsSync(join(root, "certs.d", registry, "hosts.toml")));
    expect(left).toEqual(["docker.io", "quay.io"]);
  });

  it("name the servers that are not healthy", () => {
    const stubs = `VIP=
kubectl() { :; }
etcd_members() { echo '"peerURLs" "peerURLs" "peerURLs"'; }
servers() { printf 'cp-1 True True\\ncp-2 Unknown True\\ncp-3 True False\\n'; }`;
    expect(run(["gate"], `${stubs}\nproblem`)).toBe("not Ready or not a voting etcd member: cp-2 cp-3 \n");
    expect(run(["gate"], `${stubs}\nTOUCHED=cp-2\nproblem`)).toBe("not Ready or not a voting etcd member: cp-3 \n");
  });

  it("join several lines into one", () => {
    expect(run(["talos/tools"], `on_one_line "$(printf 'a\\n\\tb  c')"`)).toBe("a b c");
  });

  it("keep the cluster's credentials in a temporary folder of their own", () => {
    const stubs = "talosctl() { printf 'Client:\\nTalos v1.13.9\\n'; }\nkubectl() { :; }";
    const variables = "TALOS_VERSION=v1.13.2 TALOS_ACCESS=t KUBERNETES_ACCESS=k MACHINE_CONFIG=m API_PROXY=";
    const folder = run(["talos/tools"], `${variables}\n${stubs}\nbegin\nls -ld "$WORK" | cut -c 1-10; echo "$WORK"`);
    const [mode, path = ""] = folder.trim().split("\n");
    expect(mode).toBe("drwx------");
    expect(spawnSync("ls", [path]).status).not.toBe(0);
  });

  it("show apt's last lines", () => {
    writeFileSync(join(root, "apt-get"), "#!/bin/sh\nseq 1 9\nexit 100\n", { mode: 0o755 });
    const apt = `PATH=${root}:$PATH\nsaid=$(aptly "read the lists" update 2>&1) || echo "$said"`;
    expect(run(["os/apt"], apt)).toBe('cp-1: step "start" failed: cannot read the lists: 5\n6\n7\n8\n9\n');
  });
});

describe("etcd's voters, as a server of RKE2 reads them", () => {
  const members = (...list: string[]) => `etcd_members() { printf '{"members":[${list.join(",")}]}'; }`;
  const member = (name: string, more = "") => `{"ID":"1","name":"${name}","peerURLs":["https://10.0.0.1:2380"]${more}}`;
  const servers = (list: string) =>
    run(
      ["rke2/names", "rancher/kubectl", "etcd-voters"],
      `${list}\nkubectl() { printf 'cp-1 True\\ncp-2 Unknown\\ncp-3 True\\n'; }\nservers`,
    );

  it("are matched by node name, to which members add eight digits", () => {
    const list = members(
      member("cp-1-0a1b2c3d"),
      member("cp-2-99999999"),
      member("cp-3-deadbeef", ',"isLearner":true'),
    );
    expect(servers(list)).toBe("cp-1 True True\ncp-2 Unknown True\ncp-3 True False\n");
  });

  it("exclude a node whose name only begins with the same text", () => {
    expect(servers(members(member("cp-1-abcdef01"), member("cp-22-abcdef01")))).toBe(
      "cp-1 True True\ncp-2 Unknown False\ncp-3 True False\n",
    );
  });
});
