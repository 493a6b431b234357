import { simulatedOf } from "../../rehearsal/distributions/registry";
import { planOf } from "../../scripts/engine/plan-of";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { further } from "../support/further";
import { during, endRehearsal, problemsOf, rehearse, stackOf } from "../support/rehearsal";

jest.setTimeout(240_000);

let rehearsal: Rehearsal | undefined;
afterEach(() => endRehearsal(rehearsal));

const OLD = "v1.33.5+k3s1";
const NEW = "v1.34.1+k3s1";
const inRelease = (release: string) => stackOf("k3s").replace(/version: v1\.34\.1\+k3s1/, `version: ${release}`);

further("a minor upgrade of k3s goes from server to server behind the health gate, then to the workers", async () => {
  const wanted = planOf(inRelease(NEW), "upgrade-k3s");
  const internet = simulatedOf(wanted).internet(wanted);
  const life = (rehearsal = await rehearse("upgrade-k3s", inRelease(OLD), [], { others: { internet } }));
  expect(problemsOf(await life.up())).toEqual([]);
  life.editStack(() => inRelease(NEW));
  const upgrade = await life.up("up-minor");
  expect(problemsOf(upgrade)).toEqual([]);
  const [cluster] = life.simulation.clusters.all();
  const versions = [...(cluster?.nodes.values() ?? [])].map(({ name, version }) => `${name} ${version}`);
  expect(versions.sort()).toEqual(["server-1", "server-2", "server-3", "worker-1"].map((name) => `${name} ${NEW}`));
  // No VM is touched for it.
  expect(during(life, upgrade).touched).toEqual([]);
  expect(life.invariants.findings().violations).toEqual([]);
});
