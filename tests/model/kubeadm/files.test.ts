import { parseAllDocuments } from "yaml";
import { renderCalicoInstallation } from "../../../distributions/kubeadm/calico";
import { controlPlaneFiles, nodeFiles } from "../../../distributions/kubeadm/files";
import { renderKubeVipPod } from "../../../model/render/kube-vip";
import { homeLab, threeServers, machineOf } from "./plans";

describe("a node's files", () => {
  it("pin the repository of the minor, and exclude its packages from unattended upgrades", () => {
    const files = new Map(nodeFiles(homeLab()).map(({ path, content }) => [path, content]));
    expect(files.get("/etc/apt/sources.list.d/kubernetes.list")).toBe(
      "deb [signed-by=/etc/apt/keyrings/kubernetes-apt-keyring.asc] https://pkgs.k8s.io/core:/stable:/v1.29/deb/ /\n",
    );
    expect(files.get("/etc/apt/apt.conf.d/52homelab-kubernetes")).toContain('"^kubelet$";');
  });

  it("of a control plane let two keys run one command each: the one that issues join tokens", () => {
    const planned = threeServers();
    const files = controlPlaneFiles(planned, machineOf(planned, "cp-1"), {
      worker: "ssh-ed25519 W",
      server: "ssh-ed25519 S",
    });
    const content = (end: string) => files.find(({ path }) => path.endsWith(end))?.content;
    expect(content("authorized_keys")).toBe(
      'restrict,command="sudo -n /usr/local/sbin/homelab-join-token worker" ssh-ed25519 W\n' +
        'restrict,command="sudo -n /usr/local/sbin/homelab-join-token server" ssh-ed25519 S\n',
    );
    expect(content("91-homelab-join")).toBe(
      "homelab-join ALL=(root) NOPASSWD: /usr/local/sbin/homelab-join-token worker, /usr/local/sbin/homelab-join-token server\n",
    );
    expect(content("20-homelab-join.conf")).toBe("AllowUsers homelab-join\n");
  });

  it("contain the pod network on the first control plane only", () => {
    const planned = threeServers();
    const keys = { worker: "", server: "" };
    const has = (name: string) =>
      controlPlaneFiles(planned, machineOf(planned, name), keys).some(
        ({ path }) => path === "/etc/homelab/calico.yaml",
      );
    expect(["cp-1", "cp-2", "cp-3"].map(has)).toEqual([true, false, false]);
    expect(renderCalicoInstallation(planned)).toContain("cidr: 10.244.0.0/16\n");
  });
});

describe("kube-vip with kubeadm", () => {
  it("is a static pod with its kubeconfig, and waits for that file to exist", () => {
    const text = renderKubeVipPod({ vip: "10.30.20.100", version: "v1.0.1" }, "/etc/kubernetes/super-admin.conf");
    expect(parseAllDocuments(text)[0]?.toJS()).toMatchSnapshot();
  });
});
