import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { SimulationFaults } from "../../../rehearsal/faults";
import { planOf } from "../../../scripts/engine/plan-of";
import { formatFault, parseFault } from "../../../scripts/rehearsal/fault-argument";
import { checkTargets, TASK_TYPES } from "../../../scripts/rehearsal/fault-targets";
import { runCommand } from "../../support/run-command";

const repository = join(__dirname, "../../..");
const plan = planOf(readFileSync(join(repository, "Pulumi.asgard.yaml"), "utf8"), "asgard");
const check = (...faults: string[]) => checkTargets(faults.map(parseFault), plan);

it.each([
  "task-fails",
  "task-fails:qmclone@2",
  "task-fails:valaskjalf-worker-1",
  "task-fails:resize:valaskjalf-master-1",
  "lock-timeout:valaskjalf-worker-2",
  "never-boots:valaskjalf-worker-1",
  "host-ssh-full:asgard@2",
  "ssh-drops:valaskjalf-master-2@3",
  "pulumi-killed",
  "pulumi-killed:asgard/download",
  "pulumi-killed:valaskjalf-master-1/rke2-server start: init_cluster",
  "pulumi-killed:POST /cluster/mapping/pci",
])("the fault %s may strike", (fault) => expect(() => check(fault)).not.toThrow());

it.each([
  ["never-boots:worker-9", 'nothing goes by "worker-9" here, must be one of valaskjalf-master-1'],
  ["task-fails:qmclown", "must be one of qmcreate, qmclone"],
  ["task-fails:qmclone:worker-9", "or both as type:name"],
  ["ssh-drops:asgard", "must be one of valaskjalf-master-1"],
  ["pulumi-killed:worker-9/script", "must be one of"],
])("the fault %s could never strike, and is refused with the possible targets", (fault, words) => {
  expect(() => check(fault)).toThrow(words);
});

it("is bad usage on the command line, before anything starts", async () => {
  const { status, err, out } = await runCommand("rehearse", ["asgard", "--fault", "never-boots:worker-9"]);
  expect(err).toMatch(/^fault never-boots:worker-9@1: nothing goes by "worker-9" here, must be one of /);
  expect({ status, out }).toEqual({ status: 2, out: "" });
});

it("knows every type of task that the simulated Proxmox starts, and no other", () => {
  const folder = join(repository, "packages", "pve-simulator", "src");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const text = files.map((file) => readFileSync(join(folder, file), "utf8")).join("\n");
  const started = [...text.matchAll(/type: "([a-z]+)"|power\(call, "([a-z]+)"/g)].map(
    ([, task, power]) => task ?? power,
  );
  const tasks = started.filter((type) => /^(qm|img|vz|srv)|^(resize|download)$/.test(type ?? ""));
  expect([...new Set(tasks)].sort()).toEqual([...TASK_TYPES].sort());
});

it("remembers which faults never struck, and how close they came", () => {
  const [first, second] = ["never-boots:a@2", "never-boots:b"].map(parseFault) as [never, never];
  const faults = new SimulationFaults([first, second]);
  faults.strikes("never-boots", "a");
  expect(faults.waiting).toEqual([
    { fault: first, occasions: 1 },
    { fault: second, occasions: 0 },
  ]);
  faults.strikes("never-boots", "a");
  faults.strikes("never-boots", "b");
  expect(faults.waiting.map(({ fault }) => formatFault(fault))).toEqual([]);
});
