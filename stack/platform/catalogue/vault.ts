import type { ChartFacts } from "../../../model/platform/chart-facts";
import type { CatalogueEntry } from "../catalogue-entry";
import facts from "../charts/vault.json";
import { copies, guaranteed } from "./resources";

/** Keeps secrets, in a Raft cluster of three where three nodes take it. */
export const vault: CatalogueEntry = {
  title: "Vault",
  namespace: "vault",
  tier: "0-core",
  podSecurity: "baseline",
  after: ["proxmox-csi", "csi-driver-nfs"],
  readyByHand: "initialize and unseal it: kubectl -n vault exec -it vault-0 -- vault operator init",
  timeoutSeconds: 300,
  facts: facts as ChartFacts,
  values: (of) => ({
    // Each on a node of its own; two can lose nobody.
    server: {
      ha: { enabled: true, replicas: copies(of, 3) < 3 ? 1 : 3, raft: { enabled: true } },
      resources: guaranteed("100m", "512Mi"),
    },
    injector: { replicas: copies(of, 2), resources: guaranteed("50m", "128Mi") },
  }),
};
