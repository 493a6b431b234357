import { clusterSimulation, cp1, kubectl, type ClusterSimulation } from "../support";
import { first, start } from "./by-hand";

let simulation: ClusterSimulation;
beforeEach(async () => {
  simulation = await clusterSimulation();
});
afterEach(() => simulation.close());

const cilium = (values: string) =>
  `apiVersion: helm.cattle.io/v1\nkind: HelmChartConfig\nmetadata: {name: rke2-cilium, namespace: kube-system}\nspec:\n  valuesContent: "${values}"\n`;
const replace = "kubeProxyReplacement: true\\nk8sServiceHost: 127.0.0.1";

test.each([
  ["no CNI", "cni: none", "", "False"],
  ["canal and kube-proxy", "cni: canal", "", "True"],
  ["canal without kube-proxy", "disable-kube-proxy: true", "", "False"],
  ["cilium beside kube-proxy", "cni: cilium", "", "True"],
  ["cilium in place of kube-proxy", "cni: cilium\ndisable-kube-proxy: true", cilium(replace), "True"],
  ["cilium that replaces nothing, without kube-proxy", "cni: cilium\ndisable-kube-proxy: true", "", "False"],
  ["two that serve Services", "cni: cilium", cilium(replace), "False"],
  [
    "a replacement that is told no API server",
    "cni: cilium\ndisable-kube-proxy: true",
    cilium("kubeProxyReplacement: true"),
    "False",
  ],
])("nodes with %s", async (_what, config, manifest, ready) => {
  const path = "/var/lib/rancher/rke2/server/manifests/cilium.yaml";
  await start(
    simulation,
    cp1,
    "server",
    `${first}${config}\n`,
    manifest === "" ? "true" : `cat > ${path} <<'M'\n${manifest}M`,
  );
  const { stdout } = await kubectl(
    simulation,
    cp1,
    `get node ${cp1.name} -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}'`,
  );
  expect(stdout).toBe(ready);
});
