import type { Cluster } from "../cluster";
import type { Clusters } from "../clusters";
import { EtcdError, type Member } from "../etcd";
import { readConfig, secretOf, type Rke2Config } from "./config";
import { contact } from "./contact";
import { Fatal } from "./fatal";
import { presentPassword } from "./node-password";
import type { Rke2Process } from "./process";
import { buryEntombed, DATA, entomb, MANIFESTS, storedMember, storeMember, writeServerFiles } from "./server-files";
import { ServerRuntime } from "./server-runtime";
import { criticalOf, foundingOf, nodeAddress, nodeName, registrationOf } from "./settings";

/** Share of the time before a founder's supervisor, or a joiner's etcd member, is there. */
const EARLY = 0.4;

/** `rke2 server`: founds, joins or comes back, by what is on the disk and in the configuration. */
export async function runServer(process: Rke2Process, clusters: Clusters): Promise<void> {
  const { guest } = process;
  const config = readConfig(guest.tree, "server");
  for (const warning of config.warnings) process.log("warning", warning);
  checkFiles(process, config);
  if (buryEntombed(guest))
    process.log("info", "This node has been removed from the cluster; its etcd data was put aside");
  const runtime = await enter(process, clusters, config);
  runtime.version = process.version;
  runtime.onRemoved = () => entomb(guest);
  process.signal.addEventListener("abort", () => runtime.processEnded(), { once: true });
  writeServerFiles(guest, runtime.cluster, config);
  applyManifests(process, runtime.cluster);
  runtime.startSupervisor();
  await presentPassword(process, runtime.cluster, runtime.node);
  runtime.cluster.register(registrationOf(config, guest, true, process.version));
  process.log("info", "rke2 is up and running");
  process.ready();
}

async function enter(process: Rke2Process, clusters: Clusters, config: Rke2Config): Promise<ServerRuntime> {
  const stored = storedMember(process.guest);
  if (stored) return comeBack(process, clusters, config, stored);
  const url = config.text("server");
  return url === undefined ? found(process, clusters, config) : join(process, clusters, config, url);
}

function found(process: Rke2Process, clusters: Clusters, config: Rke2Config): Promise<ServerRuntime> {
  const { guest } = process;
  const { firstServer } = guest.context.latencies;
  return guest.context.events.span(guest.name, "rke2-server start: found", firstServer, async () => {
    const name = nodeName(config, guest);
    const cluster = await clusters.create(foundingOf(config, guest));
    await process.work(firstServer * EARLY);
    const member = cluster.etcd.found(name, nodeAddress(config, guest));
    storeMember(guest, cluster, member);
    cluster.emit("founded", guest.name);
    const runtime = await makeRuntime(process, cluster, member, config);
    runtime.startContainers();
    await process.work(firstServer * (1 - EARLY));
    return runtime;
  });
}

function join(process: Rke2Process, clusters: Clusters, config: Rke2Config, url: string): Promise<ServerRuntime> {
  const { guest } = process;
  const { serverJoin } = guest.context.latencies;
  const token = secretOf(config, guest.tree, "token");
  if (token === undefined) throw new Fatal("--token is required");
  const cluster = contact(guest, clusters, url, token, "server");
  const theirs = JSON.stringify(cluster.founding.critical);
  if (JSON.stringify(criticalOf(config)) !== theirs)
    throw new Fatal(
      "starting kubernetes: preparing server: failed to validate server configuration: critical configuration value mismatch between servers",
    );
  return guest.context.events.span(guest.name, "rke2-server start: join", serverJoin, async () => {
    await process.work(serverJoin * EARLY);
    const member = await becomeLearner(process, cluster, config);
    const runtime = await makeRuntime(process, cluster, member, config);
    runtime.startContainers();
    await promote(runtime, serverJoin * (1 - EARLY));
    return runtime;
  });
}

/** k3s waits here while another member is still learning; a name that is taken is the end. */
async function becomeLearner(process: Rke2Process, cluster: Cluster, config: Rke2Config): Promise<Member> {
  const { guest } = process;
  for (;;) {
    try {
      const member = cluster.etcd.addLearner(nodeName(config, guest), nodeAddress(config, guest));
      storeMember(guest, cluster, member);
      cluster.emit("server-joining", guest.name);
      return member;
    } catch (error) {
      if (!(error instanceof EtcdError)) throw error;
      if (error.message.startsWith("duplicate")) throw new Fatal(`ETCD join failed: ${error.message}`);
      process.log("info", `Waiting for other members to finish joining etcd cluster: ${error.message}`);
      await process.pause(5);
    }
  }
}

/** Done by the others' controllers once the learner has caught up: it goes on if this process is stopped, not without power. */
async function promote({ guest, cluster, member }: ServerRuntime, ms: number): Promise<void> {
  await guest.sleep(ms / Math.max(guest.context.latencies.guestSecond, 0.001), guest.power);
  while (!guest.power.aborted && !cluster.answers()) await guest.sleep(1, guest.power);
  if (guest.power.aborted) throw new Fatal("etcd: server stopped");
  if (!cluster.etcd.members.includes(member))
    throw new Fatal("this node has been removed from the cluster please restart rke2 to rejoin the cluster");
  if (member.voting) return;
  member.voting = true;
  cluster.emit("server-joined", guest.name);
  cluster.settle(guest.name);
}

/** With data on disk `server:` is ignored. */
function comeBack(
  process: Rke2Process,
  clusters: Clusters,
  config: Rke2Config,
  stored: { cluster: string; member: string },
): Promise<ServerRuntime> {
  const { guest } = process;
  const { serverRestart } = guest.context.latencies;
  const cluster = clusters.get(stored.cluster);
  const member = cluster?.etcd.members.find(({ id }) => id === stored.member);
  if (!cluster || !member)
    throw new Fatal(
      `starting kubernetes: preparing server: start managed database: this server is a not a member of the etcd cluster. Found ${JSON.stringify(cluster?.etcd.members.map(({ name }) => name) ?? [])}, expect: ${nodeName(config, guest)}=${nodeAddress(config, guest)}`,
    );
  return guest.context.events.span(guest.name, "rke2-server start: return", serverRestart, async () => {
    await process.work(serverRestart * EARLY);
    const old = cluster.servers.get(member.node);
    const runtime = old?.guest === guest ? old : await makeRuntime(process, cluster, member, config);
    runtime.startContainers();
    while (!cluster.answers()) await process.pause(1);
    if (!member.voting) await promote(runtime, serverRestart * (1 - EARLY));
    else await process.work(serverRestart * (1 - EARLY));
    return runtime;
  });
}

async function makeRuntime(
  { guest, version }: Rke2Process,
  cluster: Cluster,
  member: Member,
  config: Rke2Config,
): Promise<ServerRuntime> {
  const sans = config.list("tls-san");
  const isAddress = (name: string): boolean => /^[\d.]+$/.test(name);
  const addresses = [...new Set(["127.0.0.1", member.address, ...sans.filter(isAddress)])];
  const names = [
    ...new Set([
      "kubernetes",
      "kubernetes.default",
      "localhost",
      member.node,
      ...sans.filter((name) => !isAddress(name)),
    ]),
  ];
  const serving = await cluster.authorities.ca.issue({ name: "CN=kube-apiserver", addresses, names });
  return new ServerRuntime({
    guest,
    cluster,
    node: member.node,
    member,
    version,
    serving,
    certificateNames: [...addresses, ...names],
  });
}

/** Files the static pods mount: without them they do not start. */
function checkFiles({ guest }: Rke2Process, config: Rke2Config): void {
  const policy = config.text("audit-policy-file");
  if (policy !== undefined && !guest.tree.exists(policy))
    throw new Fatal(`failed to stat audit policy file: stat ${policy}: no such file or directory`);
  guest.tree.makeDirectories(`${DATA}/server`, 0o700);
}

function applyManifests({ guest, log }: Rke2Process, cluster: Cluster): void {
  for (const name of guest.tree.list(MANIFESTS).filter((file) => /\.(ya?ml|json)$/.test(file))) {
    const path = `${MANIFESTS}/${name}`;
    const complaint = cluster.manifests.apply(path, guest.tree.read(path) ?? "");
    if (complaint !== undefined) log("error", `Failed to process config: ${complaint}`);
  }
  cluster.settle(guest.name);
}
