import { inPlace, madeLater, programOnly, refused, replacement } from "../../model/key-effect";
import type { KeyEffects } from "./effects-of-key";

const checked = programOnly("checked by the plan");
const reached = programOnly("how the program connects");
const template = madeLater("the template is recreated; machines are full clones and do not depend on it");
const firstBoot = madeLater("applied at first boot");

/** Everything around the machines: the hosts, the networks, the template, the first boot, the secrets. */
export const ENVIRONMENT_EFFECTS: Readonly<Record<string, KeyEffects>> = {
  "proxmox.endpoint": reached,
  "proxmox.insecure": reached,
  "proxmox.ssh.user": reached,
  "proxmox.ssh.port": reached,
  "proxmox.cloneConcurrency": programOnly("how many clones run at once on one storage"),
  "proxmox.overcommit.memory": checked,
  "proxmox.overcommit.threads": checked,
  "proxmox.overcommit.disk": checked,
  "proxmox.hosts.*.address": reached,
  "proxmox.hosts.*.endpoint": programOnly(
    "how the program connects; refused if its machines would end up on another installation",
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
  "proxmox.storages.*.hosts": programOnly("checked by the plan; a shared template may be recreated on another host"),
  "proxmox.hosts.*.sshPort": reached,
  "proxmox.hosts.*.diskStorage": replacement("disks stay where they were created, the template's too"),
  "proxmox.hosts.*.templateVmId": template,

  "network.subnets.*.cidr": replacement("nodes keep the prefix they got at first boot"),
  "network.subnets.*.gateway": firstBoot,
  "network.subnets.*.dns": firstBoot,
  "network.subnets.*.searchDomain": firstBoot,
  "network.subnets.*.gatewayVm": programOnly("what is created before the nodes, and its start order in Proxmox"),
  "network.subnets.*.bridge": inPlace("NICs move to the other bridge while machines run"),
  "network.subnets.*.vlan": inPlace("NICs change their VLAN while machines run"),
  "network.bridges.*.host": inPlace("created or removed on the hosts where that changes"),
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

  "access.user": refused("machines got it at first boot; the program could no longer log in"),
  "access.sshPort": refused("machines got it at first boot; the program would connect to the wrong port"),
  "access.authorizedKeys": firstBoot,
  "access.bastion.host": reached,
  "access.bastion.port": reached,
  "access.bastion.user": reached,
  "access.bastion.hostKey": reached,
  "access.dialAttempts": reached,
  "access.apiProxy": programOnly("written into the kubeconfig output"),

  "os.family": madeLater("the template is recreated from the matching image"),
  "os.locale": firstBoot,
  "os.keyboard": firstBoot,
  "os.timezone": firstBoot,
  "os.packages": firstBoot,

  proxmoxToken: reached,
  proxmoxTokens: reached,
  sshPrivateKey: reached,
  consolePasswordHash: firstBoot,
};
