import { isIP } from "node:net";
import { parse } from "yaml";
import { distributionNamed, hasLogin } from "../../distributions/registry";

/** An address that a tool would dial because a stack file names it. */
export interface DialledAddress {
  readonly path: string;
  readonly host: string;
}

interface StackFile {
  readonly config?: {
    readonly "homelab:proxmox"?: {
      readonly endpoint?: string;
      readonly hosts?: Readonly<Record<string, { readonly address?: string; readonly endpoint?: string }>>;
    };
    readonly "homelab:cluster"?: { readonly distribution?: string };
    readonly "homelab:access"?: { readonly bastion?: { readonly host?: string }; readonly apiProxy?: string };
  };
}

const DIRECT = "(none: machines would be contacted directly)";

/**
 * Every address of a stack file that is dialled directly: API, hosts, jump host, API proxy.
 * The machines' own addresses are not among them: they are only ever dialled through the jump host, and those
 * without SSH by stand-ins of the operator's programs, which know no other simulation.
 */
export function dialledAddresses(stackFile: string): DialledAddress[] {
  const config = (parse(stackFile) as StackFile).config ?? {};
  const { endpoint, hosts } = config["homelab:proxmox"] ?? {};
  const { bastion, apiProxy } = config["homelab:access"] ?? {};
  const distribution = distributionNamed(config["homelab:cluster"]?.distribution);
  const needsBastion = distribution === undefined || hasLogin(distribution);
  const found = [
    { path: "homelab:proxmox.endpoint", host: hostOf(endpoint) },
    ...Object.entries(hosts ?? {}).flatMap(([name, { address, endpoint: own }]) => [
      { path: `homelab:proxmox.hosts.${name}.address`, host: address },
      { path: `homelab:proxmox.hosts.${name}.endpoint`, host: hostOf(own) },
    ]),
    { path: "homelab:access.bastion.host", host: bastion?.host ?? (needsBastion ? DIRECT : undefined) },
    { path: "homelab:access.apiProxy", host: hostOf(apiProxy) },
  ];
  return found.flatMap(({ path, host }) => (host === undefined ? [] : [{ path, host }]));
}

/** Refuses a stack file that would make a tool dial anything but this machine. */
export function assertLoopbackOnly(stackFile: string): void {
  const outside = dialledAddresses(stackFile).filter(({ host }) => !isLoopback(host));
  if (outside.length === 0) return;
  const lines = outside.map(({ path, host }) => `  ${path}: ${host}`);
  throw new Error(
    `the rehearsal's stack file would contact real addresses, so nothing was started:\n${lines.join("\n")}`,
  );
}

function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, "");
  return (isIP(bare) === 4 && bare.startsWith("127.")) || bare === "::1";
}

function hostOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : new URL(url).hostname;
}
