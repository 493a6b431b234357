import { ran, type Evidence } from "../evidence";

// What the first boots of tests/conformance run: the program's scripts on real machines with real cloud-init, systemd, apt
// and sshd, and with stand-ins for Kubernetes.

const inFirstBoot = (file: string, test: string): Evidence => ran(`conformance/first-boot/${file}`, test);

export const booted: Evidence = {
  kind: "ran",
  file: "tests/conformance/first-boot/support/first-boot.ts",
  test: "finishes cloud-init without an error",
};
export const serverPrepared = inFirstBoot(
  "rke2-server",
  "prepare the machine with what the release site gives, and start nothing",
);
export const serverInitialized = inFirstBoot("rke2-server", "initialize the cluster on it");
export const serverJoined = inFirstBoot("rke2-server", "join it through every gate, and bring a worker's node in line");
export const kubeadmPrepared = inFirstBoot(
  "kubeadm-control-plane",
  "prepare the machine with the packages of its archive, and hold them",
);
export const kubeadmInitialized = inFirstBoot("kubeadm-control-plane", "initialize the cluster on it");
export const keyRefused = inFirstBoot(
  "kubeadm-control-plane",
  "trust no archive whose key is another, and say both fingerprints",
);
export const kubeadmJoined = inFirstBoot(
  "kubeadm-control-plane",
  "join it through every gate, and bring a worker's node in line",
);
export const containerdTold = inFirstBoot("kubeadm-control-plane", "make containerd use what it was told");
export const kubeadmWorkerJoined = inFirstBoot(
  "kubeadm-worker",
  "joins with a token that the control plane has issued for it",
);
export const disksFilled = (test: string): Evidence => ran("conformance/root-disk", test);
export const hostKeyRefused = inFirstBoot(
  "kubeadm-worker",
  "is turned away by a control plane whose host key is another",
);
export const joinSshOpened = inFirstBoot(
  "kubeadm-control-plane",
  "issue a join token to a worker's key and nothing else",
);
