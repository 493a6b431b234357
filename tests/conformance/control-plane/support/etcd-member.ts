import type { Daemon, PrivateMachine } from "./private-machine";

/** How a distribution starts the etcd of a member that joins members, or initializes with none. */
export type EtcdLayout = (machine: PrivateMachine, others: readonly Announced[]) => Promise<Announced>;

/** A member as the others hear of it, and how it is started and asked. */
export interface Announced {
  readonly name: string;
  readonly address: string;
  /** Starts it on its machine; resolves once it serves its health check. */
  readonly start: () => Promise<Daemon>;
  /** Asks its JSON API: `list`, `add`, `promote` or `remove`. */
  readonly ask: (what: string, body: unknown) => Promise<EtcdAnswer>;
}

export interface EtcdAnswer {
  readonly members?: readonly { readonly ID: string; readonly name?: string; readonly isLearner?: boolean }[];
  readonly member?: { readonly ID: string };
  /** What is stored, in base64. */
  readonly kvs?: readonly { readonly value: string }[];
  /** Why it refuses; 3.5 says it twice, as `error` too. */
  readonly message?: string;
}

export interface Keys {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** Starts etcd and waits for its health check, which answers a learner and a lost quorum too. */
export async function startEtcd(machine: PrivateMachine, args: readonly string[]): Promise<Daemon> {
  const daemon = await machine.start("etcd", args);
  const wait = "until curl -fs -o /dev/null 'http://127.0.0.1:2381/health?serializable=true'; do sleep 0.1; done";
  const alive = machine.read(`timeout 60 sh -c "${wait}"`);
  const ended = daemon.ended.then((status) => {
    throw new Error(`etcd on ${machine.name} ended with ${status}:\n${daemon.said()}`);
  });
  ended.catch(() => undefined);
  await Promise.race([alive, ended]);
  return daemon;
}

/** Asks the JSON API at a URL; an answer that is no JSON is a failure. */
export async function askEtcd(machine: PrivateMachine, url: string, keys: Keys, body: unknown): Promise<EtcdAnswer> {
  const files = ["--cacert", keys.ca, "--cert", keys.cert, "--key", keys.key];
  const { stdout, stderr } = await machine.run("curl", ["-sS", "-m", "20", ...files, "-d", JSON.stringify(body), url]);
  if (!stdout.startsWith("{")) throw new Error(`etcd on ${machine.name} answers no JSON: ${stdout}${stderr}`);
  return JSON.parse(stdout) as EtcdAnswer;
}
