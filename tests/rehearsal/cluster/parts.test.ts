import { parseAllDocuments, stringify } from "yaml";
import { kubeconfigPath } from "../../../distributions/rancher/program";
import { RKE2 } from "../../../distributions/rke2/names";
import { renderKubeVip } from "../../../model/render/kube-vip";
import { Etcd } from "../../../rehearsal/cluster/etcd";
import { jsonpath } from "../../../rehearsal/cluster/kubectl/jsonpath";
import { announcedByDaemonSets, Manifests } from "../../../rehearsal/cluster/manifests";
import { plan } from "./support";

test("an etcd without quorum accepts no member", () => {
  const etcd = new Etcd();
  const first = etcd.init("a", "10.0.0.1");
  first.up = false;
  expect(() => etcd.addLearner("b", "10.0.0.2")).toThrow("etcdserver: request timed out");
  first.up = true;
  etcd.addLearner("b", "10.0.0.2").voting = true;
  expect(etcd.hasQuorum()).toBe(true);
  first.up = false;
  expect(etcd.hasQuorum()).toBe(false);
});

test("only a complete kube-vip manifest gives an address", () => {
  const text = renderKubeVip({ vip: plan.cluster.vip ?? "", version: "v1.0.1" }, kubeconfigPath(RKE2));
  const address = (manifest: string): string | undefined => {
    const manifests = new Manifests();
    expect(manifests.apply("kube-vip.yaml", manifest)).toBeUndefined();
    return announcedByDaemonSets(manifests)[0]?.address;
  };
  expect(address(text)).toBe(plan.cluster.vip);
  expect(address(text.replace("hostNetwork: true", "hostNetwork: false"))).toBeUndefined();
  expect(address(text.replace("- manager", "- service"))).toBeUndefined();
  const withoutAccount = parseAllDocuments(text).filter((document) => document.get("kind") !== "ServiceAccount");
  expect(address(withoutAccount.map((document) => stringify(document.toJS())).join("---\n"))).toBeUndefined();
});

test.each([
  ["{.a.b}", "x"],
  ["{.list[0]} {.list[-1]}", "1 3"],
  ["{.list[*]}", "1 2 3"],
  ['{.items[?(@.name=="two")].value}', "2"],
  ['{.items[?(@.name!="two")].value}', "1"],
  ["{.a['dotted.key/x']}", "y"],
  ["{.a.dotted\\.key/x}", "y"],
  ['{range .items[*]}{.name}={.value}{"\\n"}{end}', "one=1\ntwo=2\n"],
  ["{.nothing.here}", ""],
  ["before {.a.b} after", "before x after"],
  ["{.items[0]}", '{"name":"one","value":1}'],
])("jsonpath %s", (template, expected) => {
  const value = {
    a: { b: "x", "dotted.key/x": "y" },
    list: [1, 2, 3],
    items: [
      { name: "one", value: 1 },
      { name: "two", value: 2 },
    ],
  };
  expect(jsonpath(template, value)).toBe(expected);
});
