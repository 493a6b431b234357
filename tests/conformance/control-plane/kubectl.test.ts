import { scriptInterfaces } from "../../evidence/scripts";
import { controlPlaneTools } from "./support/control-plane";
import { onPrivateMachines } from "./support/on-private-machines";
import { comparable } from "./kubectl/compared";
import { RealCluster } from "./kubectl/real";
import { lines, scenario } from "./kubectl/scenario";
import { script, SimulatedCluster } from "./kubectl/simulated";

jest.setTimeout(600_000);

/*
 * The real kubectl, API server, controller manager and scheduler, set up by the real kubeadm with the documents and flags
 * that the program has them run with, and the simulated ones are told the same, one call after the other. Proves every call
 * of kubectl in a script: exit status, stdout and stderr, in each situation of `scenario.ts`.
 */
describe("kubectl", () => {
  let real: RealCluster;
  let simulated: SimulatedCluster;
  const { see, it: whileReal } = onPrivateMachines(
    {
      what: `kubectl 1.34.2 and its API: ${scenario.length} calls`,
      tools: controlPlaneTools,
      texts: [script],
    },
    async (built) => {
      real = await RealCluster.open(built);
    },
    () => real.close(),
  );
  beforeAll(async () => {
    simulated = await SimulatedCluster.open();
  });
  afterAll(() => simulated.close());

  it("has no call in a script that is not tested here", () => {
    const calls = [...scriptInterfaces().keys()].filter((one) => /^(\S*\/)?kubectl /.test(one));
    // The functions that hand everything on, with the kubeconfig of their distribution.
    const asked = calls.filter((call) => !call.endsWith(" $@")).map((call) => call.split(" | ")[0] ?? "");
    expect(asked.filter((call) => !lines.includes(call))).toEqual([]);
    expect(lines.filter((line) => !asked.includes(line))).toEqual([]);
  });

  whileReal("answers what it is asked", async () => {
    for (const [index, step] of scenario.entries())
      await see(String(index), async () => JSON.stringify(comparable(await real.ask(step))));
  });

  test.each(scenario.map((step, index) => ({ ...step, index })))(
    "$index answers as the simulated one does: $call",
    async ({ index, ...step }) => {
      const answer = await see(String(index), () => Promise.reject(new Error("it was never asked")));
      expect(comparable(await simulated.ask(step))).toEqual(JSON.parse(answer));
    },
  );
});
