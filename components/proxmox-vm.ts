/**
 * The only place that names the provider's virtual machine class: 8.x calls the supported one `VmLegacy`, and that will
 * change again (the plain `Vm` of 8.x must not be used in production).
 */
export { VmLegacy as ProxmoxVm } from "@muhlba91/pulumi-proxmoxve";
export type { VmLegacyArgs as ProxmoxVmArgs } from "@muhlba91/pulumi-proxmoxve";
