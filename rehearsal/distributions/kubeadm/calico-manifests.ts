import { stringify } from "yaml";

/** Longer than any annotation may be, as the real CustomResourceDefinition of Installation is. */
const DESCRIPTION = "Installation configures an installation of Calico. ".repeat(6_000);
const kinds = { installations: "Installation", tigerastatuses: "TigeraStatus", apiservers: "APIServer" } as const;

/** The operator's manifests with the objects the real ones have that anything here acts on. */
export function calicoManifest(file: string, version: string): string {
  const crds = Object.entries(kinds).map(([plural, kind]) => crd(plural, kind));
  if (file === "operator-crds.yaml") return joined(crds);
  const [namespace, ...operator] = operatorObjects(version);
  const hasCrds = Number(version.split(".")[1]) < 30;
  return joined([...(namespace ? [namespace] : []), ...(hasCrds ? crds : []), ...operator]);
}

const joined = (objects: readonly object[]): string =>
  objects.map((object) => stringify(object, { lineWidth: 0 })).join("---\n");

function crd(plural: string, kind: string) {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.operator.tigera.io` },
    spec: {
      group: "operator.tigera.io",
      names: { kind, plural },
      scope: "Cluster",
      ...(kind === "Installation" && { description: DESCRIPTION }),
    },
  };
}

function operatorObjects(version: string): readonly object[] {
  const namespace = "tigera-operator";
  const name = "tigera-operator";
  const containers = [{ name, image: `quay.io/tigera/operator:${version}` }];
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } },
    { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name } },
    { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRoleBinding", metadata: { name } },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name, namespace },
      spec: { replicas: 1, template: { spec: { hostNetwork: true, containers } } },
    },
  ];
}
