import * as proxmox from "@muhlba91/pulumi-proxmoxve";
import * as pulumi from "@pulumi/pulumi";
import type { MachinePlan } from "../model/cluster-plan";
import { renderVendorData } from "../model/render/cloud-init";
import { machineShape } from "./machine-shape";
import { ProxmoxVm } from "./proxmox-vm";
import { type Site, templateOf } from "./site";

export interface VirtualMachineArgs {
  readonly machine: MachinePlan;
  readonly site: Site;
  /** What must be there before the clone begins, and must stay until it is gone. */
  readonly after: readonly pulumi.Resource[];
}

/** One machine: the document it boots with, and the clone itself. */
export class VirtualMachine extends pulumi.ComponentResource {
  readonly machine: MachinePlan;
  /** The VM's id; depend on it by value where something must end before the machine does. */
  readonly vmId: pulumi.Output<string>;

  constructor(name: string, args: VirtualMachineArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:VirtualMachine", name, {}, opts);
    const { machine, site } = args;
    const { snippetStorage } = templateOf(site.plan, machine);
    this.machine = machine;

    const fileName = `${machine.name}.vendor.yaml`;
    const document = new proxmox.FileLegacy(
      `${name}-vendor-data`,
      {
        nodeName: machine.host,
        datastoreId: snippetStorage,
        contentType: "snippets",
        sourceRaw: { fileName, data: vendorData(args) },
      },
      { parent: this, deleteBeforeReplace: true, additionalSecretOutputs: ["sourceRaw"] },
    );

    const vm = new ProxmoxVm(
      `${name}-vm`,
      {
        ...machineShape(site.plan, machine),
        initialization: {
          datastoreId: machine.storage,
          interface: "ide2",
          // Written out, not passed: as a property the document would carry its own replacement over to the machine.
          vendorDataFileId: `${snippetStorage}:snippets/${fileName}`,
          dns: { servers: [...machine.dns] },
          ipConfigs: [{ ipv4: { address: `${machine.address}/${machine.prefixLength}`, gateway: machine.gateway } }],
          userAccount: {
            username: site.plan.access.user,
            keys: [...site.plan.access.authorizedKeys, site.identity.automationPublicKey],
          },
          upgrade: false,
        },
      },
      {
        parent: this,
        dependsOn: [document, ...args.after],
        deleteBeforeReplace: true,
        ignoreChanges: ["clone", "initialization", "disks[0].speed"],
        // An address is what a node is known by: another address is another machine, as another generation is.
        replacementTrigger: `${machine.generation} ${machine.address}/${machine.prefixLength}`,
        hooks: { onError: [site.cloneRetry] },
      },
    );

    this.vmId = vm.id;
    this.registerOutputs({ vmId: this.vmId });
  }
}

function vendorData({ site, machine }: VirtualMachineArgs): pulumi.Output<string> {
  const { privateKey, publicKey } = site.hostKeys.of(machine);
  return pulumi
    .all([privateKey, publicKey, site.secrets.consolePasswordHash])
    .apply(([hostKeyPrivate, hostKeyPublic, hash]) =>
      renderVendorData(site.plan, machine, {
        hostKeyPrivate,
        hostKeyPublic,
        ...(hash === undefined ? {} : { consolePasswordHash: hash }),
      }),
    );
}
