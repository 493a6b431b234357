import type { ChartFacts } from "../../../model/platform/chart-facts";
import type { CatalogueEntry } from "../catalogue-entry";
import facts from "../charts/csi-driver-nfs.json";
import { copies, guaranteed } from "./resources";

const SMALL = guaranteed("10m", "64Mi");
const LARGE = guaranteed("10m", "300Mi");

/** Volumes as folders of an NFS server; a StorageClass says which. */
export const csiDriverNfs: CatalogueEntry = {
  title: "csi-driver-nfs",
  namespace: "csi-driver-nfs",
  tier: "0-core",
  // It mounts in the host's own file system.
  podSecurity: "privileged",
  timeoutSeconds: 300,
  needsValues: ["storageClass.parameters.server", "storageClass.parameters.share"],
  orValue: "storageClasses",
  facts: facts as ChartFacts,
  values: (of) => ({
    externalSnapshotter: { enabled: false },
    controller: {
      replicas: copies(of, 2),
      resources: {
        csiProvisioner: LARGE,
        csiResizer: LARGE,
        csiSnapshotter: SMALL,
        livenessProbe: SMALL,
        nfs: LARGE,
      },
    },
    node: { resources: { livenessProbe: SMALL, nodeDriverRegistrar: SMALL, nfs: LARGE } },
    // Kept: a claim that somebody deletes by mistake takes no data with it.
    storageClass: { create: true, name: "nfs", reclaimPolicy: "Retain", mountOptions: ["nfsvers=4.1"] },
  }),
};
