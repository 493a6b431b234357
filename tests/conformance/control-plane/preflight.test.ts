import { refusedForReal } from "./kubeadm/prepared-machine";
import { joinDocument, refusals } from "./kubeadm/refusals";
import { SimulatedRefusals } from "./kubeadm/simulated-refusals";
import { comparable } from "./kubeadm/said";
import { kubeadmStack } from "./support/stacks";
import { onPrivateMachines } from "./support/on-private-machines";

jest.setTimeout(120_000);

/*
 * The real kubeadm on machines that it refuses, and the simulated one: the same words on the same streams, and the same exit
 * status. A runtime and systemd are stand-ins, or absent; the sizes of memory cannot be made up (sysinfo).
 */
describe.each(["v1.34.2", "v1.29.15"])("kubeadm %s", (version) => {
  const minor = version.slice(1, 5);
  const stack = kubeadmStack(version);
  const asked = refusals.filter((refusal) => Number(minor.slice(2)) >= (refusal.since ?? 0));
  const programs: Record<string, string> = {};
  const { see, it: whileReal } = onPrivateMachines(
    {
      what: `kubeadm ${version}: what it refuses`,
      tools: [`kubeadm-${minor}`],
      texts: asked.map(({ machine }) => joinDocument(stack, machine)),
    },
    (built) => Promise.resolve(void Object.assign(programs, { kubeadm: built[`kubeadm-${minor}`] })),
    () => Promise.resolve(),
  );
  let simulated: SimulatedRefusals;
  beforeAll(async () => {
    simulated = await SimulatedRefusals.open(version);
  });
  afterAll(() => simulated.close());

  whileReal("says what is wrong with a machine", async () => {
    for (const refusal of asked)
      await see(refusal.what, async () => JSON.stringify(comparable(await refusedForReal(stack, refusal, programs))));
  });

  test.each(asked)("$what: is refused as by the real one", async (refusal) => {
    const real: unknown = JSON.parse(await see(refusal.what, () => Promise.reject(new Error("it was never asked"))));
    expect(comparable(await simulated.ask(refusal))).toEqual(real);
  });
});
