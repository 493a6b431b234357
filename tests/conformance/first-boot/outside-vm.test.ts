import { firstBootTests } from "./support/first-boot";
import { trialOf } from "./support/machine-under-test";
import { recordedOnUbuntu } from "./support/r730";
import { Simulated } from "./support/simulated";
import { withoutKeys } from "./support/without-keys";
import { documentFiles, readFiles } from "./support/written-files";

const trial = trialOf("docker-registry", [], recordedOnUbuntu);

describe("the first boot of a VM outside the cluster", () => firstBootTests(trial));

it("creates the same files on a simulated machine", async () => {
  const machine = trial.machine();
  const look = readFiles(documentFiles(machine));
  const simulated = await Simulated.start(recordedOnUbuntu.plan);
  try {
    await simulated.boot(machine);
    const real = await trial.see("files", () => trial.get().shell.root(look));
    expect(withoutKeys(machine)(await simulated.run(machine, look))).toBe(real);
  } finally {
    await simulated.close();
  }
});
