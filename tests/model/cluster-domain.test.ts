import { planFor } from "../../distributions/registry";
import { plan } from "../../stack/plan";
import { ciliumValues } from "../../model/render/cilium";
import { serverFiles } from "../../distributions/rke2/files";
import { renderInitDocuments } from "../../distributions/kubeadm/documents";
import { clusterSection } from "../../distributions/talos/cluster";
import { sectionsWith, type Stack } from "../support/sample-edits";
import { configOf } from "./stack-fixtures";
import { exampleTalosSecrets } from "../support/pc-tips";

const planned = (stack: Stack, clusterDomain: string) =>
  plan(
    configOf(
      sectionsWith(
        stack,
        { stack, path: ["cluster", "clusterDomain"], value: clusterDomain },
        ...(stack === "r730" ? [] : [{ stack, path: ["cluster", "hubble"], value: true }]),
      ),
    ),
    stack,
  );

const first = <T>([one]: readonly T[]): T => {
  if (one === undefined) throw new Error("there is one");
  return one;
};

/** Everything that contains the cluster's domain. */
function told(stack: Stack, domain: string): string {
  const whole = planned(stack, domain);
  const node = first(whole.nodes);
  if (stack === "r730") return JSON.stringify(renderInitDocuments(planFor("kubeadm", whole), node));
  if (stack === "asgard") return JSON.stringify(serverFiles(planFor("rke2", whole), node));
  const talos = planFor("talos", whole);
  const api = { host: "localhost", port: 7445 };
  return JSON.stringify([clusterSection(talos, node, exampleTalosSecrets), ciliumValues(talos, api)]);
}

describe("the cluster's domain", () => {
  it.each(["asgard", "r730", "pc-tips"] as const)("is passed in full to what needs it, for %s", (stack) => {
    expect(told(stack, "k8s.home.arpa")).toContain("k8s.home.arpa");
    expect(told(stack, "k8s.home.arpa")).not.toContain("cluster.local");
  });

  it("is the domain in which Hubble's relay finds its peers", () => {
    for (const stack of ["asgard", "pc-tips"] as const)
      expect(told(stack, "k8s.home.arpa")).toMatch(/peerService.{1,30}clusterDomain\W{1,4}k8s\.home\.arpa/);
  });

  it("changes no document of RKE2 while it is RKE2's default", () => {
    expect(told("asgard", "cluster.local")).not.toMatch(/cluster-domain|clusterDomain/);
  });
});
