import { createHash, X509Certificate } from "node:crypto";
import { basename } from "node:path";
import { renderJoinDocument } from "../../../distributions/kubeadm/documents";
import { controlPlaneFiles } from "../../../distributions/kubeadm/files";
import { renderControlPlaneScript, renderWorkerScript } from "../../../distributions/kubeadm/script";
import { renderKubeadmHealthGateScript } from "../../../distributions/kubeadm/gate-and-drain-scripts";
import { toYaml } from "../../../model/render/serialise";
import { controlPlaneImages } from "../../../rehearsal/distributions/kubeadm/images";
import { page } from "../../support/move-the-api";
import { ApiMove } from "./kubeadm/api-move";
import { parse } from "yaml";
import { renderKubeVipPod } from "../../../model/render/kube-vip";
import { announcedBy, type PodSpec } from "../../../rehearsal/cluster/manifests";
import { complaintsOf, flagsBeside, type Flags } from "./kubeadm/api-server-flags";
import { simulatedInit } from "./kubeadm/simulated";
import { read, SHOW, type Written } from "./kubeadm/written";
import { ControlPlane, controlPlaneTools, programsOfControlPlane } from "./support/control-plane";
import type { PrivateMachine } from "./support/private-machine";
import { onPrivateMachines } from "./support/on-private-machines";
import { kubeadmStack } from "./support/stacks";

jest.setTimeout(600_000);

const controlPlaneNode = (name: string, address: string): string =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels: { "node-role.kubernetes.io/control-plane": "" } },
    status: { addresses: [{ type: "InternalIP", address }] },
  });

const FILES = ["certs all", "kubeconfig all", "etcd local", "control-plane all"];

/*
 * The real kubeadm's phases with the program's own documents, and the API server, etcd, controller manager and scheduler
 * with the arguments of the manifests it wrote. Proves the documents of init and join, the paths the scripts use below
 * /etc/kubernetes, homelab-join-token.sh, `leave` of kubeadm-leave.sh, and `answers` and the whole gate of gate.sh against a living control plane.
 */
describe.each(["v1.34.2", "v1.29.15"])("kubeadm %s", (version) => {
  const stack = kubeadmStack(version);
  const [first, second, third] = stack.nodes;
  if (!first || !second || !third) throw new Error("the stack has no three machines");
  const minor = version.slice(1, 5);
  const isNew = minor === "1.34";
  const keys = { worker: "ssh-ed25519 workers", server: "ssh-ed25519 servers" };
  let plane: ControlPlane;
  let programs: Readonly<Record<string, string>> = {};
  const { see, it } = onPrivateMachines(
    {
      what: `kubeadm ${version}: its phases with our documents`,
      tools: [...controlPlaneTools, ...(isNew ? [] : [`kubeadm-${minor}`, "etcd-3.5.16"])],
      texts: [
        page,
        renderKubeadmHealthGateScript(stack, first, second),
        ...controlPlaneFiles(stack, first, keys).map((file) => file.content),
        JSON.stringify(renderJoinDocument(stack, second, "")),
      ],
    },
    async (built) => {
      const older = { kubeadm: built[`kubeadm-${minor}`] ?? "", etcd: built["etcd-3.5.16"] ?? "" };
      programs = { ...programsOfControlPlane(built), ...(isNew ? {} : older) };
      plane = await ControlPlane.prepare(stack, first, programs);
    },
    () => plane.close(),
  );
  let simulated: { readonly said: string; readonly written: Written };
  beforeAll(async () => {
    simulated = await simulatedInit(version);
  });
  const written = async (): Promise<Written> => read(await see("files", () => Promise.reject(new Error("not asked"))));

  it("creates all files of a control plane from our documents", async () => {
    expect(await see("said", () => plane.init(...FILES))).toContain(
      'Creating static Pod manifest for "kube-apiserver"',
    );
    expect(await see("files", () => plane.machine.read(SHOW))).toContain("manifests/etcd.yaml");
  });

  it("lists the images of a control plane, as the simulated one does", async () => {
    const list = `kubeadm config images list --kubernetes-version ${version}`;
    const listed = await see("images", () => plane.machine.read(list));
    expect(listed.trim().split("\n")).toEqual(controlPlaneImages(version));
  });

  test("prints what the simulated one prints", async () => {
    const said = await see("said", () => Promise.reject(new Error("not asked")));
    // Warnings are of this machine; what was made is not.
    const lines = said.split("\n").filter((line) => line.startsWith("["));
    expect(simulated.said.split("\n").filter((line) => lines.includes(line))).toEqual(lines);
  });

  test("leaves the files that the simulated one leaves", async () => {
    const isOfKubeadm = (file: string): boolean => !file.endsWith(".kubelet-keep");
    expect(simulated.written.files.filter(isOfKubeadm)).toEqual((await written()).files);
  });

  test("issues certificates for the same names and users", async () => {
    expect(simulated.written.certificates).toEqual((await written()).certificates);
  });

  test("sends the same users to the same address", async () => {
    expect(simulated.written.kubeconfigs).toEqual((await written()).kubeconfigs);
  });

  test("starts the same programs of the same releases with the same arguments", async () => {
    expect(simulated.written.commands).toEqual((await written()).commands);
  });

  // Of 1.29 etcd alone is built here: its API server takes more than two minutes of both processors (135 s and not done),
  // and its options alone nearly one. Its flags are read out of its source; what starts below is 1.34's.
  if (!isNew) {
    const flags = async () => JSON.parse(await see("flags", () => Promise.reject(new Error("not asked")))) as Flags;

    it("uses only flags of the API server of its release", async () => {
      expect(await see("flags", () => Promise.resolve(flagsBeside(programs["kubeadm"] ?? "")))).toContain(
        "etcd-servers",
      );
    });

    test("passes only arguments that the API server of its release accepts", async () => {
      const [[, ...command] = []] = (await written()).commands["manifests/kube-apiserver.yaml"] as string[][];
      expect(command.length).toBeGreaterThan(25);
      expect(complaintsOf(command, await flags())).toEqual([]);
    });

    test("would be caught with an argument of another release, or with a value of the wrong type", async () => {
      const wrong = [
        "--emulation-forward-compatible=true",
        "--secure-port=many",
        "--allow-privileged=yes",
        "--etcd-servers",
      ];
      expect(complaintsOf(["kube-apiserver", ...wrong], await flags())).toEqual([
        "unknown flag: --emulation-forward-compatible=true",
        "invalid argument: --secure-port=many",
        "invalid argument: --allow-privileged=yes",
        "flag needs an argument: --etcd-servers",
      ]);
    });
  }

  it("starts an API server with these arguments, reachable for the scripts from anywhere", async () => {
    await plane.start();
    await plane.machine.read(
      "mkdir -p /var/lib/homelab && cp /etc/kubernetes/pki/ca.crt /var/lib/homelab/cluster-ca.crt",
    );
    const gate = renderKubeadmHealthGateScript(stack, first, second);
    for (const address of [first.address, stack.cluster.vip ?? ""])
      expect(await plane.machine.script(gate, "answers", address)).toMatchObject({ status: 0 });
    expect(await plane.machine.script(gate, "answers", "192.0.2.99")).toMatchObject({ status: 1 });
    expect(await plane.machine.read("head -c 1 /var/log/kubernetes/audit/audit.log")).toBe("{");
  });

  it("passes the health gate once its node exists", async () => {
    await plane.init("upload-config kubeadm");
    const gate = renderKubeadmHealthGateScript(stack, first, second);
    expect((await plane.machine.script(gate, "problem")).stdout).toContain(`${first.name} is not registered`);
    await plane.kubectl("kubectl create -f - >&2", controlPlaneNode(first.name, first.address));
    // Older ones write on the node's object there.
    await plane.init("upload-config kubelet");
    await plane.startKubelets();
    await plane.kubectl(`kubectl wait --for=condition=Ready node/${first.name} --timeout=60s >&2`);
    expect(await plane.machine.script(gate, "health_gate")).toMatchObject({ status: 0 });
  });

  it("gives a joining machine all it needs: a token, the certificates, its files", async () => {
    await plane.init("bootstrap-token");
    const issued = await plane.machine.read("homelab-join-token server");
    const [, token = "", key = ""] = /^token (\S+)\ncertificate-key ([0-9a-f]{64})\n$/.exec(issued) ?? [];
    const ca = new X509Certificate(await plane.machine.read("cat /etc/kubernetes/pki/ca.crt"));
    const spki = ca.publicKey.export({ type: "spki", format: "der" });
    const hash = `sha256:${createHash("sha256").update(spki).digest("hex")}`;
    const document = toYaml(renderJoinDocument(stack, second, hash));
    const whole = document.replace("@TOKEN@", token).replace("@CERTIFICATE_KEY@", key);
    const joiner = await plane.another(second, programs);
    await joiner.write("/run/homelab/join.yaml", whole);
    const prepare = "kubeadm join phase control-plane-prepare all --config /run/homelab/join.yaml 2>&1";
    expect(await joiner.read(prepare)).toContain('Creating static Pod manifest for "kube-scheduler"');
    expect(
      await joiner.read("openssl verify -CAfile /etc/kubernetes/pki/ca.crt /etc/kubernetes/pki/apiserver.crt"),
    ).toBe("/etc/kubernetes/pki/apiserver.crt: OK\n");
    const stranger = whole.replace(hash, `sha256:${"0".repeat(64)}`);
    await joiner.write("/run/homelab/join.yaml", stranger.replace("discovery:", "discovery:\n  timeout: 3s"));
    await expect(joiner.read(`rm -rf /etc/kubernetes; ${prepare}`)).rejects.toThrow("none of the public keys");
  });

  it("removes everything from a leaving machine, even after an interruption", async () => {
    const leaving = await plane.another(third, programs);
    const join = "kubeadm init phase certs all --config /etc/homelab/kubeadm.yaml >/dev/null";
    for (const file of controlPlaneFiles(stack, third, keys)) await leaving.write(file.path, file.content, file.mode);
    await leaving.read(`${join}; ip link add vxlan.calico type bridge; mkdir -p /etc/cni/net.d /var/lib/cni/x`);
    const caCert = await plane.machine.read("cat /etc/kubernetes/pki/ca.crt");
    const inputs = {
      caCert,
      caKey: "",
      joinKey: "",
      hostKeys: ["ssh-ed25519 one", "ssh-ed25519 two"],
      joinKeys: keys,
    };
    const script = renderControlPlaneScript(stack, third, inputs);
    const left = "/var/lib/homelab/farewell";
    await leaving.write(`${left}/peer`, `${first.address}\n`);
    for (const file of [
      "admin.conf",
      "pki/etcd/ca.crt",
      "pki/etcd/healthcheck-client.crt",
      "pki/etcd/healthcheck-client.key",
    ])
      await leaving.write(`${left}/${basename(file)}`, await plane.machine.read(`cat /etc/kubernetes/${file}`));
    const node = { apiVersion: "v1", kind: "Node", metadata: { name: third.name } };
    await plane.kubectl("kubectl create -f - >&2", JSON.stringify(node));
    expect(await leaving.script(script, "leave")).toMatchObject({ status: 0 });
    expect(
      await leaving.read(
        "cd /etc/kubernetes && find . -type f; ls -d /etc/cni/net.d /var/lib/cni /sys/class/net/vxlan.calico 2>/dev/null || true",
      ),
    ).toBe("./audit-policy.yaml\n");
    expect(await plane.kubectl("kubectl get nodes -o name")).not.toContain(third.name);
  });

  it("finds another control plane that answers as the contact for a leaving one", async () => {
    const caCert = await plane.machine.read("cat /etc/kubernetes/pki/ca.crt");
    const inputs = { caCert, caKey: "", joinKey: "", hostKeys: ["ssh-ed25519 one"], joinKeys: keys };
    const script = renderControlPlaneScript(stack, first, inputs);
    expect(await plane.machine.script(script, "other_server")).toMatchObject({ status: 1, stdout: "" });
    const vip = stack.cluster.vip ?? "";
    await plane.kubectl("kubectl create -f - >&2", controlPlaneNode(second.name, "192.0.2.99"));
    await plane.kubectl("kubectl create -f - >&2", controlPlaneNode(third.name, vip));
    expect(await plane.machine.script(script, "other_server")).toMatchObject({ status: 0, stdout: `${vip}\n` });
  });

  // A person moves it at a release of today; what differs in the older one (where a kubelet asks) is in the rehearsal.
  if (isNew)
    it("gives its API another address by the commands of the page, and needs the former one no more", async () => {
      const [before, after] = [stack.cluster.vip ?? "", "192.0.2.201"];
      const move = new ApiMove(plane, before, after);
      const answers = (machine: PrivateMachine, address: string) =>
        machine.read(`curl -sS --cacert /etc/kubernetes/pki/ca.crt https://${address}:6443/readyz`);
      const worker = await plane.another({ ...third, name: "worker-of-page", address: "192.0.2.61" }, programs);
      await worker.write("/etc/kubernetes/pki/ca.crt", await plane.machine.read("cat /etc/kubernetes/pki/ca.crt"));
      await plane.init("addon kube-proxy");
      const ofNode = "kubeadm kubeconfig user --org system:nodes --client-name system:node:worker-of-page";
      const issued = await plane.machine.read(`${ofNode} --config /etc/homelab/kubeadm.yaml 2>/dev/null`);
      await worker.write("/etc/kubernetes/kubelet.conf", issued);
      const asNode = () =>
        worker.read("KUBECONFIG=/etc/kubernetes/kubelet.conf kubectl auth whoami --request-timeout=3s -o json");
      expect(await asNode()).toContain("system:node:worker-of-page");

      expect(await move.namesOfCertificate()).not.toContain(after);
      await move.nameBoth();
      for (const address of [before, after]) expect(await move.namesOfCertificate()).toContain(address);
      const kubeVip = renderKubeVipPod({ vip: before, version: "v1.0.1" }, "/etc/kubernetes/admin.conf");
      await plane.machine.write("/etc/kubernetes/manifests/kube-vip.yaml", kubeVip);
      expect(announcedBy((parse(await move.announceBoth()) as { spec: PodSpec }).spec)).toEqual([
        { address: after, lease: "plndr-cp-lock" },
      ]);
      await plane.machine.read(`ip address add ${after}/32 dev eth0`);
      for (const address of [before, after]) {
        expect(await answers(plane.machine, address)).toBe("ok");
        expect(await answers(worker, address)).toBe("ok");
      }

      await move.tellCluster();
      await plane.machine.read(`ip address del ${before}/32 dev eth0`);
      await expect(asNode()).rejects.toThrow();
      const script = renderWorkerScript(
        stack,
        { ...third, role: "worker" },
        {
          caCert: await plane.machine.read("cat /etc/kubernetes/pki/ca.crt"),
          hostKeys: [],
          joinKey: "",
        },
      );
      expect((await worker.script(script, "kubelet_is_answered")).status).not.toBe(0);
      await move.tellWorker(worker);
      expect(await worker.script(script, "kubelet_is_answered")).toMatchObject({ status: 0 });
      expect(await asNode()).toContain("system:node:worker-of-page");
      expect(await plane.kubectl("kubectl get --raw /readyz")).toBe("ok");
      const superAdmin = "kubectl --kubeconfig /etc/kubernetes/super-admin.conf auth can-i '*' '*'";
      expect(await plane.machine.read(superAdmin)).toBe("yes\n");

      const config = (namespace: string, name: string) =>
        plane.kubectl(`kubectl -n ${namespace} get configmap ${name} -o yaml`);
      const everyFile = await plane.machine.read("cat /etc/kubernetes/*.conf");
      const told = [everyFile, await config("kube-system", "kube-proxy"), await config("kube-public", "cluster-info")];
      for (const text of told) expect(text).toContain(`https://${after}:6443`);
      expect(told.join("\n")).not.toContain(before);
      expect(await config("kube-system", "kubeadm-config")).toContain(`controlPlaneEndpoint: ${after}:6443`);
    });
});
