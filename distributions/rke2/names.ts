/** RKE2's names for what it has in common with k3s. */
export const RKE2 = {
  name: "rke2",
  repository: "rancher/rke2",
  supervisorPort: 9345,
  tokenPurposes: { server: "rke2 server token", agent: "rke2 agent token" },
  dnsAddOn: "rke2-coredns",
} as const;
