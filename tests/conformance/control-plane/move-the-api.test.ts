import { readFileSync } from "node:fs";
import { join } from "node:path";
import { X509Certificate } from "node:crypto";
import { controlPlaneFiles } from "../../../distributions/kubeadm/files";
import { ControlPlane, controlPlaneTools, programsOfControlPlane } from "./support/control-plane";
import { onPrivateMachines } from "./support/on-private-machines";
import { kubeadmStack } from "./support/stacks";

jest.setTimeout(600_000);

const page = readFileSync(join(__dirname, "../../../docs/tasks/move-the-api.md"), "utf8");
const NEW = "10.20.0.201";

/** The commands of a step of the page, in order; `sudo` is for a person's login. */
function commandsOf(step: number): string[] {
  const [, text = ""] = new RegExp(`^## ${step}\\. .*\\n([^]*?)(?=^## )`, "m").exec(page) ?? [];
  const blocks = [...text.matchAll(/```sh\n([^]*?)```/g)].flatMap(([, block = ""]) => block.trim().split("\n"));
  const commands = blocks.filter((line) => line !== "" && !line.startsWith("#"));
  return commands.map((line) => line.replace(/\bsudo /g, "").replace(/ +# .*$/, ""));
}

const stack = kubeadmStack("v1.34.2");
const [first] = stack.nodes;
if (!first) throw new Error("the stack has no machine");
const OLD = stack.cluster.endpointAddress;
const filled = (command: string): string => command.replaceAll("OLD", OLD).replaceAll("NEW", NEW);

/*
 * The page's commands for kubeadm, typed as they stand there, on a control plane of the real programs: certificate, uploaded
 * configuration, kubeconfigs and what nodes that join later are told. An editor and a kubelet are stood in for.
 */
describe("a kubeadm cluster whose API gets another address by hand", () => {
  const keys = { worker: "ssh-ed25519 workers", server: "ssh-ed25519 servers" };
  let plane: ControlPlane;
  const { it } = onPrivateMachines(
    {
      what: "kubeadm: its API moved by hand",
      tools: controlPlaneTools,
      texts: [page, ...controlPlaneFiles(stack, first, keys).map((file) => file.content)],
    },
    async (built) => {
      plane = await ControlPlane.prepare(stack, first, programsOfControlPlane(built));
      await plane.init("certs all", "kubeconfig all", "etcd local", "control-plane all");
      await plane.start();
      await plane.init("upload-config kubeadm", "bootstrap-token", "addon kube-proxy");
      await plane.machine.read(`ip address add ${NEW}/32 dev eth0`);
    },
    () => plane.close(),
  );
  const config = (namespace: string, name: string) =>
    plane.kubectl(`kubectl -n ${namespace} get configmap ${name} -o yaml`);
  const names = async () =>
    new X509Certificate(await plane.machine.read("cat /etc/kubernetes/pki/apiserver.crt")).subjectAltName ?? "";

  it("has both addresses in its certificate after step 1, and in the configuration for later control planes", async () => {
    expect(await names()).not.toContain(NEW);
    for (const command of commandsOf(1).map(filled)) {
      if (command.startsWith("nano ")) {
        const edits = [
          `s/^controlPlaneEndpoint: .*/controlPlaneEndpoint: ${NEW}:6443/`,
          `/^ *- "\\?${OLD}"\\?$/{p;s/${OLD}/${NEW}/}`,
        ];
        for (const edit of edits) await plane.machine.read(`sed -i '${edit}' /root/kubeadm-both.yaml`);
      } else if (command.includes("kube-apiserver.yaml")) {
        await plane.stopOne("kube-apiserver");
        await plane.startOne("kube-apiserver");
        await plane.kubectl(`until kubectl get --raw /readyz >/dev/null 2>&1; do sleep 0.2; done`);
      } else if (!command.startsWith("openssl s_client")) {
        await plane.machine.read(command);
      }
    }
    expect(await names()).toContain(OLD);
    expect(await names()).toContain(NEW);
    expect(await config("kube-system", "kubeadm-config")).toContain(`controlPlaneEndpoint: ${NEW}:6443`);
    const trusted = "--cacert /etc/kubernetes/pki/ca.crt";
    for (const address of [OLD, NEW])
      expect(await plane.machine.read(`curl -sS ${trusted} https://${address}:6443/readyz`)).toBe("ok");
  });

  it("uses the new address everywhere after step 3, and no longer needs the old one", async () => {
    for (const command of commandsOf(3).map(filled)) {
      // The stand-in for a kubelet reads no file.
      await plane.kubectl(command.replace(" && systemctl restart kubelet", ""));
    }
    const kubeconfigs = await plane.machine.read("cat /etc/kubernetes/kubelet.conf /etc/kubernetes/admin.conf");
    // Since 1.31 the kubelet of a control plane asks its own machine's API, wherever others find it.
    const servers = [`https://${first.address}:6443`, `https://${NEW}:6443`];
    expect(kubeconfigs.match(/server: .*/g)).toEqual(servers.map((server) => `server: ${server}`));
    for (const [namespace, name] of [
      ["kube-system", "kube-proxy"],
      ["kube-public", "cluster-info"],
    ] as const) {
      expect(await config(namespace, name)).toContain(`https://${NEW}:6443`);
      expect(await config(namespace, name)).not.toContain(`https://${OLD}:6443`);
    }
    await plane.machine.read(`ip address del ${OLD}/32 dev eth0 2>/dev/null || true`);
    expect(await plane.kubectl("kubectl get --raw /readyz")).toBe("ok");
  });
});
