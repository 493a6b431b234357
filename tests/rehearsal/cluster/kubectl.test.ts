import {
  clusterSimulation,
  cp1,
  cp2,
  initCluster,
  joinAgent,
  kubectl,
  on,
  onlyCluster,
  worker1,
  type ClusterSimulation,
} from "./support";

let simulation: ClusterSimulation;
beforeAll(async () => {
  simulation = await clusterSimulation();
  await joinAgent(simulation, worker1, await initCluster(simulation, cp1, cp2));
});
afterAll(() => simulation.close());

const run = (args: string) => kubectl(simulation, cp1, args);

test.each([
  ["get node thor", 'Error from server (NotFound): nodes "thor" not found\n'],
  ["get gods", 'error: the server doesn\'t have a resource type "gods"\n'],
  ["get nodes --hammer", "error: unknown flag: --hammer\nSee 'kubectl get --help' for usage.\n"],
  ["smash node thor", "Error: flags cannot be placed before plugin name: --kubeconfig\n"],
  [
    `label node ${worker1.name} node-type=other`,
    "error: 'node-type' already has a value (worker), and --overwrite is false\n",
  ],
  [`taint node ${worker1.name} nothing-`, 'error: taint "nothing" not found\n'],
  [
    `taint node ${worker1.name} bad=effect:Never`,
    "error: invalid taint effect: Never, unsupported taint effect\nSee 'kubectl taint -h' for help and examples\n",
  ],
  [
    `wait --for=condition=Ready=False node/${worker1.name} --timeout=2s`,
    `error: timed out waiting for the condition on nodes/${worker1.name}\n`,
  ],
  ["wait --for=condition=Ready node -l no=node", "error: no matching resources found\n"],
  ["delete node thor", 'Error from server (NotFound): nodes "thor" not found\n'],
  [
    "--server https://10.10.10.250:6443 get nodes",
    "Unable to connect to the server: dial tcp 10.10.10.250:6443: connect: no route to host\n",
  ],
  [
    `--server https://${worker1.address}:6443 get nodes`,
    `The connection to the server ${worker1.address}:6443 was refused - did you specify the right host or port?\n`,
  ],
  ["get --raw /nothing", "Error from server (NotFound): the server could not find the requested resource\n"],
  ["get nodes -o jsonpath={.items[", expect.stringContaining("error: error parsing jsonpath")],
])("fails as kubectl does: %s", async (args, stderr) => {
  expect(await run(args)).toMatchObject({ code: 1, stderr });
});

test("needs a kubeconfig, and the right to read it", async () => {
  const bare = "/var/lib/rancher/rke2/bin/kubectl";
  expect((await on(simulation, cp1, `sudo -n ${bare} get nodes`)).stderr).toBe(
    "The connection to the server localhost:8080 was refused - did you specify the right host or port?\n",
  );
  expect((await on(simulation, cp1, `sudo -n ${bare} --kubeconfig /nope get nodes`)).stderr).toBe(
    "error: stat /nope: no such file or directory\n",
  );
  expect((await on(simulation, cp1, `${bare} --kubeconfig /etc/rancher/rke2/rke2.yaml get nodes`)).code).toBe(1);
});

test("prints names, JSON and paths", async () => {
  expect((await run("get nodes -l node-role.kubernetes.io/etcd=true -o name")).stdout).toBe(
    `node/${cp1.name}\nnode/${cp2.name}\n`,
  );
  const { items } = JSON.parse((await run("get nodes -o json")).stdout) as { items: { metadata: { name: string } }[] };
  expect(items.map(({ metadata }) => metadata.name)).toEqual([cp1.name, cp2.name, worker1.name]);
  const path = '{range .items[*]}{.metadata.name} {.status.conditions[?(@.type=="EtcdIsVoter")].status}{"\\n"}{end}';
  expect((await run(`get nodes -o 'jsonpath=${path}'`)).stdout).toBe(
    `${cp1.name} True\n${cp2.name} True\n${worker1.name} \n`,
  );
  expect(
    (await run(`get node ${worker1.name} -o jsonpath={.metadata.annotations.homelab\\\\.dev/labels}`)).stdout,
  ).toBe("node-type");
  expect((await run("get nodes -o jsonpath={.items[*].metadata.name}")).stdout).toBe(
    `${cp1.name} ${cp2.name} ${worker1.name}`,
  );
});

test("edits labels, taints and annotations", async () => {
  const node = onlyCluster(simulation).nodes.get(worker1.name);
  expect((await run(`label node ${worker1.name} a=1 b=2`)).stdout).toBe(`node/${worker1.name} labeled\n`);
  expect((await run(`label node ${worker1.name} a- b-`)).stdout).toBe(`node/${worker1.name} unlabeled\n`);
  expect((await run(`taint node ${worker1.name} a=1:PreferNoSchedule`)).stdout).toBe(`node/${worker1.name} tainted\n`);
  expect((await run(`taint node ${worker1.name} a=1:PreferNoSchedule`)).code).toBe(1);
  expect((await run(`taint node ${worker1.name} --overwrite a=2:PreferNoSchedule`)).stdout).toBe(
    `node/${worker1.name} modified\n`,
  );
  expect(node?.taints).toEqual([{ key: "a", value: "2", effect: "PreferNoSchedule" }]);
  expect((await run(`taint node ${worker1.name} a:PreferNoSchedule-`)).stdout).toBe(`node/${worker1.name} untainted\n`);
  expect((await run(`annotate node ${worker1.name} note=x`)).stdout).toBe(`node/${worker1.name} annotated\n`);
});

test("drain refuses to lose pods or data unless told to", async () => {
  const plain = await run(`drain ${worker1.name}`);
  expect(plain).toMatchObject({
    code: 1,
    stdout: `node/${worker1.name} cordoned\n`,
    stderr: expect.stringContaining("cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)"),
  });
  const kept = await run(`drain ${worker1.name} --ignore-daemonsets`);
  expect(kept).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("cannot delete Pods with local storage (use --delete-emptydir-data to override)"),
  });
  const done = await run(`drain ${worker1.name} --ignore-daemonsets --delete-emptydir-data --timeout=60s`);
  expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining(`node/${worker1.name} drained`) });
  expect((await run(`get nodes ${worker1.name} --no-headers`)).stdout).toContain("Ready,SchedulingDisabled");
  expect((await run("get pods --no-headers")).stdout).toContain("Pending");
  expect((await run(`uncordon ${worker1.name}`)).stdout).toBe(`node/${worker1.name} uncordoned\n`);
  expect((await run("get pods --no-headers")).stdout).not.toContain("Pending");
});
