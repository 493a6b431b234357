import { nearestWord } from "../../model/edit-distance";

/** Official extensions of Talos 1.13 that homelabs use (factory.talos.dev/version/v1.13.9/extensions/official). */
export const officialExtensions: ReadonlySet<string> = new Set(
  [
    "amd-ucode amdgpu binfmt-misc btrfs cloudflared crun drbd ecr-credential-provider fuse3 gasket-driver glibc",
    "gvisor hailort i915 intel-ice-firmware intel-ucode iscsi-tools kata-containers lldpd mdadm mei nebula netbird",
    "newt nfs-utils nfsd nonfree-kmod-nvidia-lts nonfree-kmod-nvidia-production nut-client",
    "nvidia-container-toolkit-lts nvidia-container-toolkit-production nvidia-open-gpu-kernel-modules-lts",
    "nvidia-open-gpu-kernel-modules-production nvme-cli panfrost qemu-guest-agent realtek-firmware spin stargz-snapshotter",
    "tailscale thunderbolt uinput usb-modem-drivers util-linux-tools vmtoolsd-guest-agent wasmedge xe xen-guest-agent",
    "youki zerotier zfs",
  ]
    .join(" ")
    .split(" ")
    .map((name) => `siderolabs/${name}`),
);

/** Only the factory knows all of them, and a misspelled one fails when the first machine is created. */
export function unknownExtension(name: string): string | undefined {
  if (officialExtensions.has(name)) return undefined;
  const meant = nearestWord(name, [...officialExtensions]);
  return `cluster.extensions has ${name}, which is not known here: ${meant ? `did you mean ${meant}?` : "the image factory may not have it"}`;
}
