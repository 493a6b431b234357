/** k3s' names for what it has in common with RKE2. Its supervisor is in front of the API, on the same port. */
export const K3S = {
  name: "k3s",
  repository: "k3s-io/k3s",
  supervisorPort: 6443,
  tokenPurposes: { server: "k3s server token", agent: "k3s agent token" },
  dnsAddOn: "coredns",
} as const;
