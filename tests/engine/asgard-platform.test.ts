import { changedSteps } from "../../scripts/engine/engine-events";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { further } from "../support/further";
import { eventually, podsWithCpuLimits, unreadyPods } from "../support/pods";
import { type Kubectl, realKubectl } from "../support/real-kubectl";
import { endRehearsal, problemsOf, rehearse, wholeStackOf } from "../support/rehearsal";

jest.setTimeout(600_000);

let rehearsal: Rehearsal;
let kubectl: Kubectl;
afterAll(() => endRehearsal(rehearsal));

further("asgard comes up with the GPU Operator and its monitoring", async () => {
  rehearsal = await rehearse("asgard-platform", wholeStackOf("asgard"));
  expect(problemsOf(await rehearsal.up())).toEqual([]);
  kubectl = await realKubectl(rehearsal);
  const releases = await kubectl(
    "get secrets -A -l owner=helm,status=deployed --no-headers -o custom-columns=:.metadata.labels.name",
  );
  expect(releases.split("\n").sort()).toEqual(["gpu-operator", "kube-prometheus-stack"]);
});

further("the node of the RTX 2080 offers it to pods, and no other node does", async () => {
  const offered = () =>
    kubectl("get nodes --no-headers -o custom-columns=:.metadata.name,:.status.allocatable.nvidia\\.com/gpu");
  const wanted = ["master-1", "master-2", "master-3", "worker-1", "worker-2", "worker-3"]
    .map((node) => `valaskjalf-${node}   ${node === "worker-3" ? "1" : "<none>"}`)
    .join("\n");
  expect(await eventually(offered, wanted)).toBe(wanted);
  expect(await kubectl("get nodefeaturerule nvidia-gpu -o jsonpath={.spec.rules[0].taints[0]}")).toBe(
    '{"effect":"PreferNoSchedule","key":"nvidia.com/gpu","value":"true"}',
  );
});

further("Prometheus and Alertmanager, which their operator makes, are ready, and so is every pod", async () => {
  const ready = () => kubectl("-n monitoring get statefulsets -o jsonpath={.items[*].status.readyReplicas}");
  expect(await eventually(ready, "1 1")).toBe("1 1");
  expect(await unreadyPods(kubectl)).toEqual([]);
  expect(await podsWithCpuLimits(kubectl)).toEqual([]);
});

further("the password of Grafana is there for one command, and in nothing that is stored in plain text", async () => {
  const command = "-n monitoring get secret grafana-admin -o jsonpath={.data.admin-password}";
  const password = Buffer.from(await kubectl(command), "base64").toString();
  expect(password).toMatch(/^[0-9a-f]{64}$/);
  expect(JSON.stringify(await rehearsal.exportState())).not.toContain(password);
});

further("a second preview shows no change", async () => {
  const preview = await rehearsal.preview();
  expect(problemsOf(preview)).toEqual([]);
  expect(changedSteps(preview.result.events)).toEqual([]);
});

further("destroy leaves nothing, and no invariant was violated", async () => {
  expect(problemsOf(await rehearsal.destroy())).toEqual([]);
  expect(rehearsal.leftovers).toEqual([]);
  expect(rehearsal.invariants.findings().violations).toEqual([]);
  expect(rehearsal.caught).toEqual([]);
});
