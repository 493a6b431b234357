import * as proxmox from "@muhlba91/pulumi-proxmoxve";
import type { LoadedConfig } from "./load-config";

/** The connection to Proxmox; the rehearsal is only another endpoint. */
export function proxmoxProvider({ plan, secrets }: LoadedConfig): proxmox.Provider {
  const { endpoint, insecure, ssh, hosts } = plan.proxmox;
  return new proxmox.Provider("proxmox", {
    endpoint,
    insecure,
    apiToken: secrets.proxmoxToken,
    ssh: {
      username: ssh.user,
      privateKey: secrets.sshPrivateKey,
      nodes: Object.entries(hosts).map(([name, host]) => ({
        name,
        address: host.address,
        port: host.sshPort ?? ssh.port,
      })),
    },
  });
}
