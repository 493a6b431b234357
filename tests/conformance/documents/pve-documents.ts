import { type CloudInitDocuments, type CloudInitHost, cloudInitDocuments } from "pve-simulator/cloud-init";
import type { Registered } from "../../support/pulumi-mocks";

/** What the program asks the provider for, as far as PVE's documents depend on it. */
interface VmInputs {
  readonly vmId: number;
  readonly name: string;
  readonly networkDevices: readonly {
    readonly bridge: string;
    readonly macAddress?: string;
    readonly vlanId?: number;
  }[];
  readonly initialization?: {
    readonly dns?: { readonly domain?: string; readonly servers?: readonly string[] };
    readonly ipConfigs?: readonly { readonly ipv4?: { readonly address: string; readonly gateway?: string } }[];
    readonly userAccount?: { readonly username: string; readonly keys: readonly string[] };
    readonly upgrade?: boolean;
  };
}

/** The documents PVE writes for a registered VM with a cloud-init drive; `edit` changes options before. */
export function pveDocuments(
  vm: Registered,
  edit: (key: string) => string = (key) => key,
): CloudInitDocuments | undefined {
  const inputs = vm.inputs as unknown as VmInputs;
  if (!inputs.initialization) return undefined;
  const host = { spec: {} } as CloudInitHost;
  return cloudInitDocuments({ vmId: inputs.vmId, host, config: pveConfig(inputs, edit) });
}

/** The options the provider sends for it (bpg/terraform-provider-proxmox, proxmox/nodes/vms). */
function pveConfig(inputs: VmInputs, edit: (key: string) => string): Record<string, string> {
  const { dns, ipConfigs = [], userAccount, upgrade } = inputs.initialization ?? {};
  const nics = inputs.networkDevices.map(({ bridge, macAddress, vlanId }, index) => {
    const tag = vlanId === undefined ? "" : `,tag=${vlanId}`;
    return [`net${index}`, `virtio=${macAddress},bridge=${bridge}${tag}`];
  });
  const addresses = ipConfigs.flatMap(({ ipv4 }, index) => {
    if (!ipv4) return [];
    const gateway = ipv4.gateway === undefined ? "" : `,gw=${ipv4.gateway}`;
    return [[`ipconfig${index}`, `ip=${ipv4.address}${gateway}`]];
  });
  return {
    name: inputs.name,
    ...(Object.fromEntries([...nics, ...addresses]) as Record<string, string>),
    ...(userAccount && {
      ciuser: userAccount.username,
      sshkeys: encodeURIComponent(userAccount.keys.map(edit).join("\n")),
    }),
    ...(dns?.servers && { nameserver: dns.servers.join(" ") }),
    ...(dns?.domain !== undefined && { searchdomain: dns.domain }),
    ciupgrade: upgrade ? "1" : "0",
  };
}
