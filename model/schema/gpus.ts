import {
  dnsLabel,
  labels,
  listOf,
  mapOf,
  mappingName,
  matching,
  pciIds,
  pveNodeName,
  section,
  tag,
  taint,
  wholeNumber,
  yesOrNo,
} from "./scalars";

/** Passed-through GPUs. The node that holds one is named here and nowhere else. */
export const gpusSchema = mapOf(
  mappingName(),
  section({
    host: pveNodeName().optional().describe("OPTIONAL, default the only host: where the GPU is plugged in."),
    node: dnsLabel("a node name").describe("REQUIRED: who holds the GPU; edit this one line to move it."),
    path: matching(
      /^(?!0000:00:00$)[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]$/,
      "must be the PCI address of a GPU, without function (0000:00:00 is the host bridge)",
      'write it as "0000:01:00"',
      "0000:01:00",
      (n) => `${(n + 0x8000).toString(16).slice(-4)}:01:00`,
    ).describe("REQUIRED: all functions of the GPU."),
    deviceIds: listOf(pciIds("-nn"), "PCI ids")
      .min(1, { error: "must be one PCI id a function; read them from lspci -nn" })
      .max(8, { error: "must be eight functions at most, as PCI has them; read them from lspci -nn" })
      .describe("REQUIRED: one a function, the first is the GPU itself."),
    mapping: mappingName().optional().describe("OPTIONAL, default this entry's name: the Proxmox resource mapping."),
    manageMapping: yesOrNo()
      .default(true)
      .describe("OPTIONAL, default true: false when an administrator made the mapping."),
    iommuGroup: wholeNumber(0, 65_535, "IOMMU groups")
      .optional()
      .describe("REQUIRED where the host has an IOMMU group for it: Proxmox refuses to start a mapping without it."),
    subsystemId: pciIds("-nnv")
      .optional()
      .describe("REQUIRED where the GPU has one: subsystem vendor:device; Proxmox compares it at every start."),
    labels: labels()
      .optional()
      .describe(
        "OPTIONAL, default nvidia.com/gpu.present=true for NVIDIA, else none: labels of the node that holds it.",
      ),
    taints: listOf(taint(), "taints")
      .optional()
      .describe(
        "OPTIONAL, default nvidia.com/gpu=true:PreferNoSchedule for NVIDIA, else none: taints of the node that holds it.",
      ),
    tags: listOf(tag(), "tags").default(["gpu"]).describe("OPTIONAL, default gpu: tags of the machine that holds it."),
  }),
  "GPU name: { node, path, deviceIds }",
);
