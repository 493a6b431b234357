import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DISTRIBUTIONS } from "../../distributions/cluster-schema";
import { calicoFiles, calicoSum } from "../../distributions/kubeadm/calico-releases";
import { versions as ofKubeadm } from "../../distributions/kubeadm/read-versions";
import { pinned, readVersions } from "../../distributions/versions";
import renovate from "../../renovate.json";

const root = join(__dirname, "../..");
const text = (name: string) => readFileSync(join(root, "distributions", name, "versions.json"), "utf8");

/** What Renovate would find in a file: its manager's pattern, with JavaScript's own groups. */
function found(name: string): Record<string, string>[] {
  const [manager] = renovate.customManagers;
  return (manager?.matchStrings ?? []).flatMap((pattern) =>
    [...text(name).matchAll(new RegExp(pattern, "g"))].map(({ groups }) => ({ ...groups })),
  );
}

test.each(DISTRIBUTIONS)("Renovate finds every release that %s takes by default", (name) => {
  const wanted = Object.values(JSON.parse(text(name)) as Record<string, unknown>)
    .flatMap((value) => (pinned().safeParse(value).success ? [pinned().parse(value)] : []))
    .map(({ datasource, depName, version }) => ({ datasource, depName, currentValue: version }));
  expect(wanted.length).toBeGreaterThan(0);
  expect(found(name)).toEqual(wanted);
});

test("Renovate looks where the files are", () => {
  const [pattern = ""] = renovate.customManagers[0]?.managerFilePatterns ?? [];
  const expression = new RegExp(pattern.slice(1, -1));
  const files = readdirSync(join(root, "distributions"), { recursive: true, encoding: "utf8" })
    .map((file) => `distributions/${file}`)
    .filter((file) => file.endsWith("versions.json"));
  expect(files).toHaveLength(DISTRIBUTIONS.length);
  expect(files.filter((file) => !expression.test(file))).toEqual([]);
});

test("one kube-vip is tested, whoever takes it", () => {
  const all = DISTRIBUTIONS.flatMap((name) => found(name).filter(({ depName }) => depName === "kube-vip/kube-vip"));
  expect(new Set(all.map(({ currentValue }) => currentValue)).size).toBe(1);
});

test("the sums of Calico's default manifests are known", () => {
  const calicoVersion = ofKubeadm.calico.version;
  const sums = calicoFiles(calicoVersion).map((file) => calicoSum({ calicoVersion, calicoSha256: undefined }, file));
  expect(sums).not.toContain(undefined);
});

test("a file of another shape is said to be one", () => {
  expect(() => readVersions({ kubeVip: { version: "latest" } }, { kubeVip: pinned() })).toThrow(/versions\.json/);
  expect(() => readVersions({}, { kubeVip: pinned() })).toThrow(/kubeVip/);
});
