import { X509Certificate } from "node:crypto";
import { commandsOf, editsOfStep1 } from "../../../support/move-the-api";
import type { ControlPlane } from "../support/control-plane";
import type { PrivateMachine } from "../support/private-machine";

/** A move of the API, typed as the page has it; an editor, kube-vip and kubelets are stood in for. */
export class ApiMove {
  private readonly plane: ControlPlane;
  private readonly addresses: { readonly before: string; readonly after: string };

  constructor(plane: ControlPlane, before: string, after: string) {
    this.plane = plane;
    this.addresses = { before, after };
  }

  /** Step 1: both addresses in the certificate and in what later control planes are given. */
  async nameBoth(): Promise<void> {
    for (const command of this.typed(1, "kubeadm")) {
      if (command.startsWith("nano "))
        for (const edit of editsOfStep1("/root/kubeadm-both.yaml", this.addresses)) await this.plane.machine.read(edit);
      else if (command.includes("manifests/kube-apiserver.yaml")) await this.restartApi();
      else await this.plane.machine.read(command);
    }
  }

  /** Step 2: the second pod of kube-vip, which nothing here runs; comes back as it lies there. */
  async announceBoth(): Promise<string> {
    for (const command of this.typed(2, "/etc/kubernetes/manifests")) await this.plane.machine.read(command);
    return this.plane.machine.read("cat /etc/kubernetes/manifests/kube-vip-new.yaml");
  }

  /** Step 3 on a worker; the stand-in for a kubelet reads no file. */
  async tellWorker(machine: PrivateMachine): Promise<void> {
    for (const command of this.typed(3, "kubelet.conf"))
      await machine.read(command.replace(" && systemctl restart kubelet", ""));
  }

  /** Step 3 on the control plane, with what is done once. */
  async tellCluster(): Promise<void> {
    for (const word of ["super-admin.conf", "configmap"])
      for (const command of this.typed(3, word)) await this.plane.kubectl(command);
  }

  async namesOfCertificate(): Promise<string> {
    const { machine } = this.plane;
    return new X509Certificate(await machine.read("cat /etc/kubernetes/pki/apiserver.crt")).subjectAltName ?? "";
  }

  /** `sudo` is for a person's login. */
  private typed(step: number, word: string): string[] {
    return commandsOf(step, word, this.addresses).map((line) => line.replace(/\bsudo /g, ""));
  }

  private async restartApi(): Promise<void> {
    await this.plane.stopOne("kube-apiserver");
    await this.plane.startOne("kube-apiserver");
    await this.plane.kubectl(`until kubectl get --raw /readyz >/dev/null 2>&1; do sleep 0.2; done`);
  }
}
