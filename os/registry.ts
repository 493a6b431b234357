/** An operating system that nodes with a login run, as /etc/os-release names it. */
export interface NodeSystem {
  readonly id: "ubuntu" | "debian";
  readonly version: string;
  /** As people call it. */
  readonly name: string;
  /** What its publisher calls the files of its images, for 64-bit PCs. */
  readonly imageFile: RegExp;
}

const BUILD = "(?:-\\d{8}(?:[.-]\\d+)?)?";

/**
 * What documents and scripts are written for, and what the rehearsal boots. Minimal and other flavours of the same release
 * lack packages and kernel modules, so they are others. `genericcloud` is Debian's for virtual machines.
 */
export const nodeSystems: readonly NodeSystem[] = [
  {
    id: "ubuntu",
    version: "24.04",
    name: "Ubuntu 24.04",
    imageFile: new RegExp(`^(?:ubuntu-24\\.04(?:\\.\\d+)?|noble)-server-cloudimg-amd64${BUILD}\\.(?:img|qcow2|raw)$`),
  },
  {
    id: "debian",
    version: "12",
    name: "Debian 12",
    imageFile: new RegExp(`^debian-12-generic(?:cloud)?-amd64${BUILD}\\.(?:qcow2|raw|img)$`),
  },
];

/** The system on an image, known by the name of its file; undefined when it is none of ours. */
export function systemOfImage(url: string): NodeSystem | undefined {
  const file = url.split("/").at(-1) ?? "";
  return nodeSystems.find(({ imageFile }) => imageFile.test(file));
}
