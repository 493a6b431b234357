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

/** Passed-through GPUs. The node of each is named only here. */
export const gpusSchema = mapOf(
  mappingName(),
  section({
    host: pveNodeName().optional().describe("OPTIONAL, default the only host: the host that contains the GPU."),
    node: dnsLabel("a node name").describe("REQUIRED: the node that gets the GPU; edit this one line to move it."),
    path: matching(
      /^(?!0000:00:00$)[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]$/,
      "must be the PCI address of a GPU, without function (0000:00:00 is the host bridge)",
      'write it as "0000:01:00"',
      "0000:01:00",
      (n) => `${(n + 0x8000).toString(16).slice(-4)}:01:00`,
    ).describe("REQUIRED: PCI address of the GPU; all its functions are passed through."),
    deviceIds: listOf(pciIds("-nn"), "PCI ids")
      .min(1, { error: "must be one PCI id per function; read them from lspci -nn" })
      .max(8, { error: "must be at most eight functions, the limit of PCI; read them from lspci -nn" })
      .describe("REQUIRED: one per function, the GPU itself first."),
    mapping: mappingName().optional().describe("OPTIONAL, default this entry's name: the Proxmox resource mapping."),
    manageMapping: yesOrNo()
      .default(true)
      .describe("OPTIONAL, default true: false if an administrator manages the mapping."),
    iommuGroup: wholeNumber(0, 65_535, "IOMMU groups")
      .optional()
      .describe("REQUIRED if the host has an IOMMU group for it: without it Proxmox refuses to start the VM."),
    subsystemId: pciIds("-nnv")
      .optional()
      .describe("REQUIRED if the GPU has one: subsystem vendor:device; Proxmox compares it at every start."),
    labels: labels()
      .optional()
      .describe("OPTIONAL, default nvidia.com/gpu.present=true for NVIDIA, else none: labels of the node that has it."),
    taints: listOf(taint(), "taints")
      .optional()
      .describe(
        "OPTIONAL, default nvidia.com/gpu=true:PreferNoSchedule for NVIDIA, else none: taints of the node that has it.",
      ),
    tags: listOf(tag(), "tags").default(["gpu"]).describe("OPTIONAL, default gpu: tags of the VM that has it."),
  }),
  "GPU name: { node, path, deviceIds }",
);
