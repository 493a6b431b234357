import { auditSecrets, watchMintedSecrets } from "../../../../scripts/rehearsal/secret-audit";
import { CERTIFICATE_KEY, founded, prepare, root, someToken } from "./by-hand";
import { foundCluster, run } from "./scripts";
import { boot, kubeadmWorld, onlyKubeadm, succeed, type KubeadmWorld } from "./support";

let world: KubeadmWorld;
beforeEach(async () => (world = await kubeadmWorld()));
afterEach(() => world.close());

/** What the law on secrets says at the end, when every token is known. */
const sightings = () =>
  auditSecrets((secrets) => watchMintedSecrets(secrets, world.clusters.all()), world.context.events.all, []).map(
    ({ what }) => what,
  );

test("tokens and certificate keys of joins are told to the machines that ask, and read nowhere else", async () => {
  await foundCluster(world, "cp-1", "cp-2");
  await boot(world, "worker-1");
  await succeed(run(world, "worker-1", "join"));
  const { tokens, certs } = onlyKubeadm(world);
  expect([tokens.minted.length, certs.keys.length]).toEqual([3, 1]);
  expect(sightings()).toEqual([]);
});

test("a token and a key in process arguments break the law", async () => {
  await founded(world);
  await prepare(world, "worker-1");
  await succeed(
    root(
      world,
      "worker-1",
      `kubeadm join 10.30.20.11:6443 --token ${someToken(world)} --discovery-token-unsafe-skip-ca-verification`,
    ),
  );
  expect(onlyKubeadm(world).certs.keys).toEqual([CERTIFICATE_KEY]);
  expect(sightings()).toEqual(
    expect.arrayContaining([
      "secret bootstrap token is readable in process arguments of worker-1",
      "secret certificate key is readable in process arguments of cp-1",
    ]),
  );
});
