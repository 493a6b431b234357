import type { StackConfig } from "../../distributions/distribution";
import type { Issue } from "../../model/errors";
import type { Rule } from "./rule";

/** Ports on a Proxmox host where something else than its API listens. */
const NOT_THE_API: Readonly<Record<number, string>> = {
  22: "SSH",
  25: "mail",
  53: "name servers",
  80: "HTTP without TLS",
  85: "Proxmox' own daemon, on loopback alone",
  111: "rpcbind",
  2049: "NFS",
  3128: "Proxmox' SPICE proxy",
  3260: "iSCSI",
  6443: "Kubernetes",
  8007: "Proxmox Backup Server",
};

/** What cannot be an SSH server on a Proxmox host, as Proxmox itself is there. */
const NOT_SSH: Readonly<Record<number, string>> = {
  85: "Proxmox' own daemon",
  111: "rpcbind",
  3128: "Proxmox' SPICE proxy",
  8006: "the Proxmox API",
};

/** Where one of them listens nobody answers as the API. */
const endpointsAreTheApis: Rule = (config) =>
  endpoints(config).flatMap(({ path, url }) => {
    const { hostname, port: text } = new URL(url);
    // The scheme's own port is none in a URL.
    const port = Number(text || 443);
    const ssh = sshServers(config).find(
      ({ address, ...of }) => address === hostname && of.port === port && !(port in NOT_SSH),
    );
    const who = NOT_THE_API[port] ?? (ssh && `SSH, by ${ssh.path}`);
    const allowed = "must be the port of Proxmox' web interface, e.g. 8006";
    return who === undefined ? [] : [issue(path, `port ${port} is for ${who}`, url, allowed)];
  });

const sshIsNotTheApi: Rule = (config) =>
  sshServers(config).flatMap(({ path, port }) => {
    const who = NOT_SSH[port];
    return who === undefined
      ? []
      : [issue(path, `port of ${who}`, String(port), "must be the port of the host's SSH server, e.g. 22")];
  });

interface SshServer {
  readonly path: string;
  readonly address: string;
  readonly port: number;
}

function sshServers({ proxmox: { hosts, ssh }, access: { bastion } }: StackConfig): SshServer[] {
  const own = Object.entries(hosts).map(([name, { address, sshPort }]) => ({
    path: sshPort === undefined ? "proxmox.ssh.port" : `proxmox.hosts.${name}.sshPort`,
    address,
    port: sshPort ?? ssh.port,
  }));
  const isOnAHost = own.some(({ address }) => address === bastion?.host);
  return isOnAHost && bastion
    ? [...own, { path: "access.bastion.port", address: bastion.host, port: bastion.port }]
    : own;
}

function endpoints({ proxmox }: StackConfig): { path: string; url: string }[] {
  const own = Object.entries(proxmox.hosts).flatMap(([name, { endpoint }]) =>
    endpoint === undefined ? [] : [{ path: `proxmox.hosts.${name}.endpoint`, url: endpoint }],
  );
  return [{ path: "proxmox.endpoint", url: proxmox.endpoint }, ...own];
}

function issue(path: string, problem: string, got: string, allowed: string): Issue {
  return { path, problem, got, allowed, remedy: "write the port it listens on" };
}

export const portRules: readonly Rule[] = [endpointsAreTheApis, sshIsNotTheApi];
