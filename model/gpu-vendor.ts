/** GPU vendors that are treated differently. */
export type GpuVendor = "nvidia" | "intel" | "amd" | "other";

/** Defaults for the node with a GPU, and its driver on Talos. */
interface VendorTraits {
  /** Its id in the PCI database (pci.ids). */
  readonly pciVendor: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly string[];
  /** System extensions with the driver, as the image factory names them for Talos 1.13. */
  readonly extensions: readonly string[];
  /** Modules that Talos loads only if listed; others are loaded when the kernel finds the GPU. */
  readonly modules: readonly string[];
  /** An extension in the stack file that already contains the driver. */
  readonly brings: RegExp;
}

const traits: Readonly<Record<Exclude<GpuVendor, "other">, VendorTraits>> = {
  nvidia: {
    pciVendor: "10de",
    labels: { "nvidia.com/gpu.present": "true" },
    taints: ["nvidia.com/gpu=true:PreferNoSchedule"],
    // The open driver of the long-lived branch, and what lets containers use it (docs: NVIDIA GPU on Talos).
    extensions: ["siderolabs/nvidia-container-toolkit-lts", "siderolabs/nvidia-open-gpu-kernel-modules-lts"],
    modules: ["nvidia", "nvidia_uvm", "nvidia_drm", "nvidia_modeset"],
    brings: /\/(nonfree-kmod-)?nvidia-/,
  },
  // Their device plugins find the GPU by labels of Node Feature Discovery; a taint would keep pods off a node whose GPU is
  // only for video.
  intel: {
    pciVendor: "8086",
    labels: {},
    taints: [],
    modules: [],
    extensions: ["siderolabs/i915"],
    brings: /\/(i915|xe)\b/,
  },
  amd: {
    pciVendor: "1002",
    labels: {},
    taints: [],
    modules: [],
    extensions: ["siderolabs/amdgpu"],
    brings: /\/amdgpu\b/,
  },
};

/** The vendor of a GPU, from the vendor:device of its first function, which is the GPU itself. */
export function vendorOf({ deviceIds: [gpu = ""] }: { readonly deviceIds: readonly string[] }): GpuVendor {
  const found = Object.entries(traits).find(([, { pciVendor }]) => gpu.startsWith(`${pciVendor}:`));
  return (found?.[0] as GpuVendor | undefined) ?? "other";
}

/** Default labels and taints of the node with a GPU of that vendor. */
export function defaultsFor(vendor: GpuVendor): Pick<VendorTraits, "labels" | "taints"> {
  return vendor === "other" ? { labels: {}, taints: [] } : traits[vendor];
}

/** Driver extensions of these vendors that the stack file does not already list. */
export function driverExtensions(vendors: readonly GpuVendor[], owned: readonly string[]): string[] {
  return [...new Set(vendors)].flatMap((vendor) => {
    if (vendor === "other") return [];
    const { extensions, brings } = traits[vendor];
    return owned.some((name) => brings.test(name)) ? [] : extensions;
  });
}

/** Kernel modules that must be listed for a GPU of that vendor. */
export function modulesFor(vendor: GpuVendor): readonly string[] {
  return vendor === "other" ? [] : traits[vendor].modules;
}
