import type { ChartFacts } from "../../../model/platform/chart-facts";
import type { CatalogueEntry, Surroundings } from "../catalogue-entry";
import facts from "../charts/metallb.json";
import { everyTaint, guaranteed } from "./resources";

const NAMESPACE = "metallb-system";

/** Hands the addresses of the stack's pool out to Services and announces them, where the network plugin does not. */
export const metallb: CatalogueEntry = {
  title: "MetalLB",
  namespace: NAMESPACE,
  tier: "0-core",
  // The speaker answers ARP in the host's network.
  podSecurity: "privileged",
  timeoutSeconds: 300,
  facts: facts as ChartFacts,
  values: (of) => ({
    // Layer 2 alone: FRR is for BGP, and brings five privileged containers a node.
    frrk8s: { enabled: false },
    controller: { resources: guaranteed("25m", "128Mi") },
    speaker: { resources: guaranteed("50m", "128Mi"), tolerations: everyTaint(of) },
  }),
  objects: pool,
};

/** After the release: its webhook refuses pools until the controller is ready. */
function pool({ cluster: { loadBalancerPool: addresses } }: Surroundings) {
  if (addresses === undefined || !("announcedBy" in addresses) || addresses.announcedBy !== "metallb") return [];
  const metadata = { name: "pool", namespace: NAMESPACE };
  const spec = { addresses: [`${addresses.from}-${addresses.to}`] };
  return [
    { apiVersion: "metallb.io/v1beta1", kind: "IPAddressPool", metadata, spec },
    { apiVersion: "metallb.io/v1beta1", kind: "L2Advertisement", metadata, spec: { ipAddressPools: [metadata.name] } },
  ];
}
