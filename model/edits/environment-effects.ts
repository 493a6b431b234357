import { inPlace, type KeyEffects, madeLater, programOnly, refused, replacement } from "./effect";

const checked = programOnly("checked by the plan");
const reached = programOnly("how the program reaches it");
const template = madeLater("the template is made anew; machines are full clones and never look back");
const firstBoot = madeLater("told at the first boot");

/** Everything around the machines: the hosts, the networks, the template, the first boot, the secrets. */
export const ENVIRONMENT_EFFECTS: Readonly<Record<string, KeyEffects>> = {
  "proxmox.endpoint": reached,
  "proxmox.insecure": reached,
  "proxmox.ssh.user": reached,
  "proxmox.ssh.port": reached,
  "proxmox.cloneConcurrency": programOnly("how many clones run at once"),
  "proxmox.overcommit.memory": checked,
  "proxmox.overcommit.threads": checked,
  "proxmox.overcommit.disk": checked,
  "proxmox.hosts.*.address": reached,
  "proxmox.hosts.*.endpoint": programOnly(
    "how the program reaches it; refused where its machines would come to another installation",
  ),
  "proxmox.hosts.*.insecure": reached,
  "proxmox.hosts.*.threads": checked,
  "proxmox.hosts.*.memoryMiB": checked,
  "proxmox.hosts.*.reserve.memoryMiB": checked,
  "proxmox.hosts.*.reserve.threads": checked,
  "proxmox.hosts.*.bridges": checked,
  "proxmox.hosts.*.managementInterfaces": checked,
  "proxmox.hosts.*.interfaceMtus": checked,
  "proxmox.hosts.*.storages.*.type": checked,
  "proxmox.hosts.*.storages.*.content": checked,
  "proxmox.hosts.*.storages.*.capacityGiB": checked,
  "proxmox.storages.*.type": checked,
  "proxmox.storages.*.content": checked,
  "proxmox.storages.*.capacityGiB": checked,
  "proxmox.storages.*.hosts": programOnly(
    "checked by the plan; a template that hosts share may be made anew elsewhere",
  ),
  "proxmox.hosts.*.sshPort": reached,
  "proxmox.hosts.*.diskStorage": replacement("the disk is where it was made; so is the template's"),
  "proxmox.hosts.*.templateVmId": template,

  "network.subnets.*.cidr": replacement("nodes keep the prefix they were told at the first boot"),
  "network.subnets.*.gateway": firstBoot,
  "network.subnets.*.dns": firstBoot,
  "network.subnets.*.searchDomain": firstBoot,
  "network.subnets.*.gatewayVm": programOnly("what is there before the nodes; its own start order in Proxmox"),
  "network.subnets.*.bridge": inPlace("NICs are plugged into the other bridge while machines run"),
  "network.subnets.*.vlan": inPlace("NICs change their VLAN while machines run"),
  "network.bridges.*.host": inPlace("made where it is not, removed where it is no longer wanted"),
  "network.bridges.*.hosts.*.ports": inPlace("that host reloads its network"),
  "network.bridges.*.hosts.*.address": inPlace("that host reloads its network"),
  "network.bridges.*.hosts.*.mtu": inPlace("that host reloads its network"),
  "network.bridges.*.vlanAware": inPlace("the host reloads its network"),
  "network.bridges.*.ports": inPlace("the host reloads its network"),
  "network.bridges.*.address": inPlace("the host reloads its network"),
  "network.bridges.*.mtu": inPlace("the host reloads its network"),
  "network.bridges.*.comment": inPlace("the host reloads its network"),

  "template.vmId": template,
  "template.name": template,
  "template.image.url": template,
  "template.image.sha256": template,
  "template.image.sha512": template,
  "template.image.diskGiB": template,
  "template.imageStorage": template,
  "template.diskStorage": template,
  "template.snippetStorage": madeLater("existing machines keep the document they booted with"),

  "access.user": refused("machines were told at the first boot; the program would log in as somebody unknown"),
  "access.sshPort": refused("machines were told at the first boot; the program would dial where nobody answers"),
  "access.authorizedKeys": firstBoot,
  "access.bastion.host": reached,
  "access.bastion.port": reached,
  "access.bastion.user": reached,
  "access.bastion.hostKey": reached,
  "access.dialAttempts": reached,
  "access.apiProxy": programOnly("written into the kubeconfig that the stack puts out"),

  "os.locale": firstBoot,
  "os.keyboard": firstBoot,
  "os.timezone": firstBoot,
  "os.packages": firstBoot,

  proxmoxToken: reached,
  proxmoxTokens: reached,
  sshPrivateKey: reached,
  consolePasswordHash: firstBoot,
};
