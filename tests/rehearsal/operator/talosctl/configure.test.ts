import { ctrl0, ctrl1, work0 } from "../../cluster/talos/machines";
import { ask, until, writeConfig, type TalosSimulation } from "../../cluster/talos/support";
import { oneOfEachKind } from "./support";

let simulation: TalosSimulation;
beforeAll(async () => {
  simulation = await oneOfEachKind();
});
afterAll(() => simulation.close());

test("a configuration is validated without any machine", async () => {
  const file = writeConfig(simulation, work0);
  expect(await simulation.talosctl(`validate -c ${file} -m cloud --strict`)).toEqual({
    code: 0,
    stdout: `${file} is valid for cloud mode\n`,
    stderr: "",
  });
  expect((await simulation.talosctl(`validate -c ${file} -m metal`)).stderr).toBe(
    '1 error occurred:\n\t* v1alpha1.Config: 1 error occurred:\n\t* install instructions are required in "metal" mode\n\n\n\n\n',
  );
});

test("a change that needs a reboot is refused without one, and a dry run changes nothing", async () => {
  const file = writeConfig(simulation, ctrl0, { "0.machine.token": "ghijkl.0123456789abcdef" });
  const refused = await ask(simulation, ctrl0, `apply-config --mode no-reboot --file ${file}`);
  expect(refused).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("this config change can't be applied in immediate mode\ndiff:\n--- a\n+++ b\n"),
  });
  const dry = await ask(simulation, ctrl0, `apply-config --dry-run --file ${file}`);
  expect(dry.stderr).toMatch(
    /^Dry run summary:\nApplied configuration with a reboot: this config change .* \(skipped in dry-run\)\./s,
  );
  const harmless = writeConfig(simulation, ctrl0, { "0.machine.nodeLabels": { tier: "one" } });
  expect((await ask(simulation, ctrl0, `apply-config --file ${harmless}`)).stderr).toBe(
    "Applied configuration without a reboot\n",
  );
  await until(() => [...simulation.clusters.all()][0]?.nodes.get("ctrl-00")?.labels.get("tier") === "one");
});

test("apply-config to a machine in maintenance mode reports what it accepts", async () => {
  const strict = writeConfig(simulation, ctrl1, { "0.machine.tpye": "worker" });
  const refused = await simulation.talosctl(`apply-config --insecure --nodes 10.10.10.12 --file ${strict}`);
  expect(refused.stderr).toBe(
    "error applying new configuration: rpc error: code = InvalidArgument desc = error decoding document /v1alpha1/ (line 2): unknown keys found during decoding:\nmachine:\n    tpye: worker\n\n",
  );
  const reset = await simulation.talosctl("reset --insecure --wait=false --nodes 10.10.10.12");
  expect(reset.stderr).toBe("error executing reset: rpc error: code = PermissionDenied desc = not authorized\n");
  expect((await simulation.talosctl("version --insecure --nodes 10.10.10.12")).code).toBe(0);
});
