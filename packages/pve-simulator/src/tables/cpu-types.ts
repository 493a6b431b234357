import type { Properties } from "../schema/property-string";

/** Types of processors that qemu-server 9.1 knows (PVE::QemuServer::CPUConfig), and which flags a VM may set. */

function variants(model: string, ...endings: readonly string[]): string[] {
  return [model, ...endings.map((ending) => `${model}-${ending}`)];
}

const intel = [
  "486",
  "pentium",
  "pentium2",
  "pentium3",
  "coreduo",
  "core2duo",
  "Conroe",
  "Penryn",
  "KnightsMill",
  ...["Nehalem", "Westmere", "SandyBridge", "IvyBridge"].flatMap((model) => variants(model, "IBRS")),
  ...["Haswell", "Broadwell"].flatMap((model) => variants(model, "IBRS", "noTSX", "noTSX-IBRS")),
  ...variants("Skylake-Client", "IBRS", "noTSX-IBRS", "v4"),
  ...variants("Skylake-Server", "IBRS", "noTSX-IBRS", "v4", "v5"),
  ...variants("Cascadelake-Server", "v2", "noTSX", "v4", "v5"),
  ...variants("Cooperlake", "v2"),
  ...variants("Icelake-Client", "noTSX"),
  ...variants("Icelake-Server", "noTSX", "v3", "v4", "v5", "v6"),
  ...variants("SapphireRapids", "v2"),
  "GraniteRapids",
];
const amd = [
  "athlon",
  "phenom",
  "Opteron_G1",
  "Opteron_G2",
  "Opteron_G3",
  "Opteron_G4",
  "Opteron_G5",
  ...variants("EPYC", "IBPB", "v3", "v4"),
  ...variants("EPYC-Rome", "v2", "v3", "v4"),
  ...variants("EPYC-Milan", "v2"),
  "EPYC-Genoa",
];
/** What QEMU may report; `x86-64-v…` are Proxmox' own and report another. */
export const reportedModels = [...intel, ...amd, "host", "kvm32", "kvm64", "qemu32", "qemu64", "max"];
const types = new Set([...reportedModels, "x86-64-v2", "x86-64-v2-AES", "x86-64-v3", "x86-64-v4"]);

const flags =
  "nested-virt md-clear pcid spec-ctrl ssbd ibpb virt-ssbd amd-ssbd amd-no-ssb pdpe1gb hv-tlbflush hv-evmcs aes".split(
    " ",
  );

/** What is wrong with a VM's processor, beyond the shape of its keys; custom types are the host's own, and it has none. */
export function cpuComplaint({ cputype, flags: set, "reported-model": reported }: Properties): string | undefined {
  if (cputype === undefined || cputype === "" || cputype === "0") return "CPU is missing cputype";
  const custom = /^custom-(.*)$/.exec(cputype)?.[1];
  if (custom !== undefined) return `Custom cputype '${custom}' not found`;
  if (!types.has(cputype)) return `Built-in cputype '${cputype}' is not defined (missing 'custom-' prefix?)`;
  if (set !== undefined && !set.split(";").every((flag) => flags.includes(flag.replace(/^[+-]/, "")))) {
    return `VM-specific CPU flags must be a subset of: ${flags.join(", ")}`;
  }
  return reported === undefined ? undefined : "Property 'reported-model' not allowed in VM-specific CPU config.";
}
