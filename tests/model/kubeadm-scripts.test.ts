import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kubeadmRoleScripts } from "../support/kubeadm-role-scripts";

/** Programs a machine would have; their arguments go to `calls`. */
const STAND_INS = `
ssh() { echo "ssh $*" >>"$ROOT/calls"; ls -l "$ROOT/run/join-key" | cut -c1-10 >>"$ROOT/calls"; [ ! -e "$ROOT/closed" ] || return 255; printf 'token abcdef.0123456789abcdef\\ncertificate-key %064d\\n' 7; }
kubeadm() { echo "kubeadm $*" >>"$ROOT/calls"; [ "$1" != join ] || cat "$ROOT/run/join.yaml" >"$ROOT/document"; [ ! -e "$ROOT/broken" ] || { echo "error execution phase preflight"; return 1; }; [ "$1" != join ] || { mkdir -p "$ROOT/kubernetes"; : >"$ROOT/kubernetes/kubelet.conf"; }; }
kubectl() { printf 'cp-1 True\\ncp-2 False\\ncp-3 True\\n'; }
etcd_members() { printf '{"members":[{"ID":"1","name":"cp-1","peerURLs":["https://10.30.20.11:2380"]},{"ID":"2","name":"cp-2","peerURLs":["https://10.30.20.12:2380"]},{"ID":"3","name":"cp-3","peerURLs":["https://10.30.20.13:2380"],"isLearner":true}]}'; }
sleep() { :; }
`;

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), "kubeadm-scripts-"))));
afterEach(() => rmSync(root, { recursive: true }));

/** Runs one function of a role's script under the real /bin/sh, in a folder instead of the machine. */
function run(role: string, call: string, more = "") {
  const found = kubeadmRoleScripts.find((candidate) => candidate.role === role);
  if (!found) throw new Error(`no role ${role}`);
  const body = found.script
    .replaceAll("/run/homelab", `${root}/run`)
    .replaceAll("/etc/kubernetes", `${root}/kubernetes`)
    .replaceAll("/var/lib/homelab/", `${root}/lib/`)
    .replaceAll("/var/log/homelab-kubeadm.log", `${root}/journal`)
    .replaceAll("/etc/cni", `${root}/cni`)
    .replaceAll("/var/lib/cni", `${root}/cni-state`)
    .replaceAll("/usr/bin/kubectl", "kubectl");
  const input = body.replace(/"\$@" <\/dev\/null\s*$/, `ROOT=${root}\n${STAND_INS}${more}\n"$@" </dev/null\n`);
  const { stdout, stderr, status } = spawnSync("/bin/sh", ["-s", "--", call], { input, encoding: "utf8" });
  return { stdout, stderr, status };
}

const calls = () => readFileSync(join(root, "calls"), "utf8");
const has = (name: string) => existsSync(join(root, name));
const touch = (name: string) => {
  mkdirSync(join(root, name, ".."), { recursive: true });
  writeFileSync(join(root, name), "");
};

describe("a machine that joins with kubeadm", () => {
  it("fetches token and key with its own SSH key, joins with them, and keeps neither", () => {
    expect(run("kubeadm control plane cp-2", "enter")).toMatchObject({ status: 0 });
    const document = readFileSync(join(root, "document"), "utf8");
    expect(document).toContain('token: "abcdef.0123456789abcdef"\n');
    // In quotes: a key of digits alone would be a number.
    expect(document).toContain(`certificateKey: "${"7".padStart(64, "0")}"\n`);
    expect(document).not.toContain("@");
    expect(calls()).toContain("-rw-------");
    expect(calls()).toContain(" homelab-join@10.30.20.11\n");
    expect(calls()).not.toMatch(/abcdef\.|0000007/);
    expect([has("run"), has("lib/kubeadm-begun")]).toEqual([false, false]);
  });

  it("does nothing if it has already joined", () => {
    touch("kubernetes/kubelet.conf");
    expect(run("kubeadm worker worker-1", "enter")).toMatchObject({ status: 0 });
    expect(has("calls")).toBe(false);
  });

  it("prints kubeadm's last lines, keeps no token, and starts over after a reset", () => {
    touch("broken");
    const failed = run("kubeadm worker worker-1", "enter");
    expect(failed.status).toBe(1);
    expect(failed.stderr).toContain('step "join the cluster" failed: kubeadm join: error execution phase preflight');
    expect([has("run"), has("lib/kubeadm-begun")]).toEqual([false, true]);
    rmSync(join(root, "broken"));
    expect(run("kubeadm worker worker-1", "enter")).toMatchObject({ status: 0 });
    expect(calls().match(/^kubeadm \w+/gm)).toEqual(["kubeadm join", "kubeadm reset", "kubeadm join"]);
    expect(has("lib/kubeadm-begun")).toBe(false);
  });

  it("names the control planes it asked if none issues a token, and leaves no key behind", () => {
    touch("closed");
    const { status, stderr } = run("kubeadm control plane cp-3", "enter");
    expect(status).toBe(1);
    expect(stderr).toContain("no control plane gives a token (asked: 10.30.20.11 10.30.20.12)");
    expect(has("run")).toBe(false);
  });

  it("touches nothing that it did not start", () => {
    touch("kubernetes/manifests/kube-apiserver.yaml");
    const { status, stderr } = run("kubeadm control plane cp-2", "enter");
    expect(status).toBe(1);
    expect(stderr).toContain("has parts of a control plane that this script did not create");
    expect(has("calls")).toBe(false);
  });
});

describe("a control plane of kubeadm that leaves", () => {
  const leaving = `
kubectl() { echo "kubectl $*" >>"$ROOT/calls"; case "$*" in *Ready*) printf 'cp-1 True\\ncp-2 True\\ncp-3 True\\n' ;; *InternalIP*) printf 'cp-1 10.30.20.11\\ncp-2 10.30.20.12\\n' ;; *"delete node"*) [ ! -e "$ROOT/cut" ] ;; esac; }
kubeadm() { echo "kubeadm $*" >>"$ROOT/calls"; rm -rf "$ROOT/kubernetes"; }
etcd_members() { printf '{"members":[{"ID":"1","name":"cp-1","peerURLs":[""]},{"ID":"2","name":"cp-2","peerURLs":[""]},{"ID":"3","name":"cp-3","peerURLs":[""]}]}'; }
etcd() { echo "etcd $*" >>"$ROOT/calls"; etcd_members; }
answers() { [ "$1" = 10.30.20.12 ]; }
ip() { return 1; }
systemctl() { :; }
`;
  const files = ["admin.conf", "pki/etcd/ca.crt", "pki/etcd/healthcheck-client.crt", "pki/etcd/healthcheck-client.key"];
  const leave = () => run("kubeadm control plane cp-1", "leave", leaving);
  beforeEach(() => files.forEach((file) => touch(`kubernetes/${file}`)));

  const deeds = () =>
    calls()
      .match(/^kubectl .*?(?:drain|delete node) \S+|^kubeadm reset|^etcd \S+ remove \S+/gm)
      ?.map((line) => line.replace(/--\S+ /g, ""));

  it("drains, resets, and lets a remaining one remove its leftover etcd member, then its node", () => {
    expect(leave()).toMatchObject({ status: 0 });
    const gone = ['etcd 10.30.20.12 remove {"ID":"1"}', "kubectl delete node cp-1"];
    expect(deeds()).toEqual(["kubectl drain cp-1", "kubeadm reset", ...gone]);
    expect([has("lib/left"), has("lib/farewell")]).toEqual([true, false]);
  });

  it("resumes where it was cut off, with what it saved, and leaves only once", () => {
    touch("cut");
    expect(leave()).toMatchObject({ status: 1 });
    rmSync(join(root, "cut"));
    rmSync(join(root, "calls"));
    expect(leave()).toMatchObject({ status: 0 });
    expect(deeds()).toEqual(["kubeadm reset", 'etcd 10.30.20.12 remove {"ID":"1"}', "kubectl delete node cp-1"]);
    rmSync(join(root, "calls"));
    expect(leave()).toMatchObject({ status: 0 });
    expect(has("calls")).toBe(false);
  });
});

describe("a control plane of kubeadm", () => {
  it("counts only members that are not learners as voters", () => {
    expect(run("kubeadm health gate cp-1", "servers").stdout).toBe(
      "cp-1 True True\ncp-2 False True\ncp-3 True False\n",
    );
  });

  it("lets kube-vip act as the super administrator during init, and as the administrator afterwards", () => {
    const pod = () => readFileSync(join(root, "kubernetes/manifests/kube-vip.yaml"), "utf8");
    run("kubeadm control plane cp-1", "put_kube_vip_for_init");
    expect(has("kubernetes/manifests/kube-vip.yaml")).toBe(true);
    expect(pod()).toContain(`path: "${root}/kubernetes/super-admin.conf"\n`);
    run("kubeadm control plane cp-1", "put_kube_vip_for_life");
    expect(pod()).toContain(`path: "${root}/kubernetes/admin.conf"\n`);
    expect(pod()).not.toContain("@KUBECONFIG@");
  });
});
