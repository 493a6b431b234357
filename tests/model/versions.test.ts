import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { calicoFiles, calicoSum } from "../../distributions/kubeadm/calico-releases";
import { versions as ofKubeadm } from "../../distributions/kubeadm/read-versions";
import { versions as ofK3s } from "../../distributions/k3s/read-versions";
import { versions as ofTalos } from "../../distributions/talos/read-versions";
import { pinned, readVersions } from "../../distributions/read-versions";
import renovate from "../../renovate.json";

const root = join(__dirname, "../..");
/** Of several distributions, and of those that have releases of their own. */
const FILES = readdirSync(join(root, "distributions"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("versions.json"))
  .map((file) => `distributions/${file}`);
const text = (file: string) => readFileSync(join(root, file), "utf8");

/** What Renovate would find in a file: its manager's pattern, with JavaScript's own groups. */
function found(file: string): Record<string, string>[] {
  const [manager] = renovate.customManagers;
  return (manager?.matchStrings ?? []).flatMap((pattern) =>
    [...text(file).matchAll(new RegExp(pattern, "g"))].map(({ groups }) => ({ ...groups })),
  );
}

test.each(FILES)("Renovate finds every default release in %s", (file) => {
  const wanted = Object.values(JSON.parse(text(file)) as Record<string, unknown>)
    .flatMap((value) => (pinned().safeParse(value).success ? [pinned().parse(value)] : []))
    .map(({ datasource, depName, version }) => ({ datasource, depName, currentValue: version }));
  expect(wanted.length).toBeGreaterThan(0);
  expect(found(file)).toEqual(wanted);
});

test("Renovate looks where the files are", () => {
  const [pattern = ""] = renovate.customManagers[0]?.managerFilePatterns ?? [];
  const expression = new RegExp(pattern.slice(1, -1));
  expect(FILES.length).toBeGreaterThan(1);
  expect(FILES.filter((file) => !expression.test(file))).toEqual([]);
});

test("kube-vip's default release is in one file", () => {
  const all = FILES.flatMap((file) => found(file).filter(({ depName }) => depName === "kube-vip/kube-vip"));
  expect(all).toHaveLength(1);
});

test("the sums of Calico's default manifests are known", () => {
  const calicoVersion = ofKubeadm.calico.version;
  const sums = calicoFiles(calicoVersion).map((file) => calicoSum({ calicoVersion, calicoSha256: undefined }, file));
  expect(sums).not.toContain(undefined);
});

test("a default release that two distributions share is in one file", () => {
  const testedWith = Object.entries(ofTalos.ciliumMinors).map(([minor, { kubernetes }]) => [minor, kubernetes]);
  expect(ofK3s.ciliumTestedWith).toEqual(Object.fromEntries(testedWith));
  expect(ofK3s.cilium).toEqual(ofTalos.cilium);
});

/** Lines of TypeScript that say a release, but in an example for people, a comment, or the oldest that is taken. */
const RELEASE = /"v\d+\.\d+\.\d+["+]/;
const MAY_SAY_ONE = /\brelease\("|\boldest: "|^\s*(?:\/\/|\/?\*)/;

test("no default release is written in TypeScript", () => {
  const lines = ["components", "distributions", "model", "os", "stack"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .flatMap((file) =>
        readFileSync(join(root, folder, file), "utf8")
          .split("\n")
          .map((line) => `${folder}/${file}: ${line.trim()}`),
      ),
  );
  expect(lines.length).toBeGreaterThan(5000);
  const said = lines.filter((line) => RELEASE.test(line) && !MAY_SAY_ONE.test(line.replace(/^\S+: /, "")));
  expect(said).toEqual([]);
});

test("a malformed file is reported", () => {
  expect(() => readVersions({ kubeVip: { version: "latest" } }, { kubeVip: pinned() })).toThrow(/versions\.json/);
  expect(() => readVersions({}, { kubeVip: pinned() })).toThrow(/kubeVip/);
});
