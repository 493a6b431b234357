import { auditSecrets, watchIssuedSecrets } from "../../../../scripts/rehearsal/secret-audit";
import { CERTIFICATE_KEY, initialized, prepare, root, someToken } from "./by-hand";
import { initCluster, run } from "./scripts";
import { boot, kubeadmSimulation, onlyKubeadm, succeed, type KubeadmSimulation } from "./support";

let simulation: KubeadmSimulation;
beforeEach(async () => (simulation = await kubeadmSimulation()));
afterEach(() => simulation.close());

/** What the invariant on secrets says at the end, when every token is known. */
const sightings = () =>
  auditSecrets(
    (secrets) => watchIssuedSecrets(secrets, simulation.clusters.all()),
    simulation.context.events.all,
    [],
  ).map(({ what }) => what);

test("join tokens and certificate keys reach only the machines that request them", async () => {
  await initCluster(simulation, "cp-1", "cp-2");
  await boot(simulation, "worker-1");
  await succeed(run(simulation, "worker-1", "join"));
  const { tokens, certs } = onlyKubeadm(simulation);
  expect([tokens.issued.length, certs.keys.length]).toEqual([3, 1]);
  expect(sightings()).toEqual([]);
});

test("a token and a key in process arguments break the invariant", async () => {
  await initialized(simulation);
  await prepare(simulation, "worker-1");
  await succeed(
    root(
      simulation,
      "worker-1",
      `kubeadm join 10.30.20.11:6443 --token ${someToken(simulation)} --discovery-token-unsafe-skip-ca-verification`,
    ),
  );
  expect(onlyKubeadm(simulation).certs.keys).toEqual([CERTIFICATE_KEY]);
  expect(sightings()).toEqual(
    expect.arrayContaining([
      "secret bootstrap token is readable in process arguments of worker-1",
      "secret certificate key is readable in process arguments of cp-1",
    ]),
  );
});
