import { KEEP, withOrder } from "../../model/step-order";
import type { Pulumi } from "../engine/pulumi";
import { exportState, importState, type StackState } from "./stack-state";

const BEFORE = "command:remote:Command";
const NOW = "command:local:Command";
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

type Values = Readonly<Record<string, unknown>>;
interface EarlierStep {
  readonly urn: string;
  readonly type: string;
  readonly inputs: Values;
  readonly outputs: Values;
}

/** A connection as remote.Command had it. */
interface EarlierConnection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly privateKey: string;
  readonly hostKey: string;
  readonly dialErrorLimit: number;
  readonly proxy?: Omit<EarlierConnection, "proxy">;
}

/**
 * Steps were remote commands before decision 0029, and no plugin reads one as the other. So the state is rewritten, once:
 * nothing runs for it, and no machine is touched. It goes from the engine to the engine; secrets are never on a disk.
 */
export async function takeOverEarlierSteps(pulumi: Pulumi, say: (line: string) => void): Promise<void> {
  const { deployment } = await exportState(pulumi, say);
  if (!(deployment.resources ?? []).some(({ type }) => type === BEFORE)) return;
  say("the steps of this stack are of an earlier program: its state is rewritten");
  const stack = ["--stack", pulumi.settings.stack];
  const state = JSON.parse(await pulumi.expect(["stack", "export", "--show-secrets", ...stack])) as StackState;
  const resources = (state.deployment.resources ?? []) as unknown as readonly EarlierStep[];
  const whole = { ...state, deployment: { ...state.deployment, resources: resources.map(asStep) } };
  await importState(pulumi, JSON.parse(JSON.stringify(whole).replaceAll(BEFORE, NOW)) as StackState, say);
}

function asStep(resource: EarlierStep): EarlierStep {
  if (resource.type !== BEFORE) return resource;
  const name = resource.urn.split("::").at(-1) ?? "";
  return { ...resource, inputs: valuesNow(resource.inputs, name), outputs: valuesNow(resource.outputs, name) };
}

function valuesNow(values: Values, name: string): Values {
  const { connection, stdin, create, update, delete: end, ...kept } = values;
  const once = name.endsWith("-found");
  const calls = { create: functionOf(create), update: once ? KEEP : functionOf(update), delete: functionOf(end) };
  const { host, dialErrorLimit, proxy, ...login } = opened(connection) as EarlierConnection;
  const order = {
    machine: host,
    lock: name,
    limits: Object.fromEntries(Object.values(calls).flatMap((call) => (call === undefined ? [] : [[call, 44 * 60]]))),
    connection: { ...login, host, attempts: dialErrorLimit, ...(proxy && { jumpHost: proxy }) },
  };
  return {
    ...kept,
    ...(JSON.parse(JSON.stringify(calls)) as Values),
    interpreter: ["node", "steps/run.cjs"],
    addPreviousOutputInEnv: once,
    stdin: closed(withOrder(order, stdin === undefined ? "" : (opened(stdin) as string))),
  };
}

/** `sudo -n sh -s -- join` ran the function `join`; only the kubeconfig was read without one. */
function functionOf(command: unknown): string | undefined {
  if (typeof command !== "string") return undefined;
  return / -- (\w+)$/.exec(command)?.[1] ?? "read_kubeconfig";
}

function opened(value: unknown): unknown {
  const { plaintext } = (value ?? {}) as { plaintext?: string };
  return plaintext === undefined ? value : JSON.parse(plaintext);
}

const closed = (value: unknown): Values => ({ [SIGNATURE]: SECRET, plaintext: JSON.stringify(value) });
