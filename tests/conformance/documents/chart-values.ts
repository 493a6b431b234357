import { parseAllDocuments } from "yaml";

interface HoldsValues {
  readonly kind?: string;
  readonly metadata?: { readonly name?: string };
  readonly spec?: { readonly valuesContent?: string };
  readonly data?: Readonly<Record<string, string>>;
}

/** The values of Cilium's chart in a stream of objects: in RKE2's settings of its chart, in k3s' chart, or where Talos' job finds them. */
export function valuesOfCilium(text: string): string[] {
  if (!/^kind: (HelmChart|HelmChartConfig|ConfigMap)$/m.test(text)) return [];
  const objects = parseAllDocuments(text).map((document) => document.toJS() as HoldsValues | null);
  return objects.flatMap((object) => {
    if (!object?.metadata?.name?.includes("cilium")) return [];
    const values = object.kind?.startsWith("HelmChart") ? object.spec?.valuesContent : object.data?.["values.yaml"];
    return values === undefined ? [] : [values];
  });
}
