import { splitOrder } from "../../model/step-order";
import { changesOf } from "../../scripts/engine/engine-events";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { isWhole, nothingIsLeft } from "../support/convergence";
import { during, endRehearsal, problemsOf, rehearse, smallStack } from "../support/rehearsal";

jest.setTimeout(180_000);

let rehearsal: Rehearsal;
beforeAll(async () => {
  rehearsal = await rehearse("earlier-steps", smallStack());
});
afterAll(() => endRehearsal(rehearsal));

interface Resource {
  readonly type: string;
  readonly inputs: Record<string, unknown>;
  readonly outputs: Record<string, unknown>;
}
const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(value),
});

/** A step as it was before decision 0029: remote.Command, with its connection beside the script. */
function asRemoteCommand(resource: Resource): Resource {
  if (resource.type !== "command:local:Command") return resource;
  const stdin = resource.inputs["stdin"] as { plaintext: string };
  const { order, script } = splitOrder(JSON.parse(stdin.plaintext) as string);
  const { host, port, user, privateKey, hostKey, attempts, jumpHost } = order.connection!;
  const proxy = { ...jumpHost, dialErrorLimit: 10, perDialTimeout: 15 };
  const connection = { host, port, user, privateKey, hostKey, dialErrorLimit: attempts, perDialTimeout: 15, proxy };
  const before = (now: Record<string, unknown>) => {
    const { interpreter: _1, addPreviousOutputInEnv: _2, update, ...kept } = now;
    const calls = Object.entries({ ...kept, ...(update !== "keep" && { update }) }).map(([key, value]) => [
      key,
      ["create", "update", "delete"].includes(key) && typeof value === "string" ? `sudo -n sh -s -- ${value}` : value,
    ]);
    return { ...(Object.fromEntries(calls) as object), connection: secret(connection), stdin: secret(script) };
  };
  return { ...resource, inputs: before(resource.inputs), outputs: before(resource.outputs) };
}

/** The state as an earlier program would have left it. */
async function goBack({ pulumi }: Rehearsal): Promise<void> {
  const stack = ["--stack", pulumi.settings.stack];
  const state = JSON.parse(await pulumi.expect(["stack", "export", "--show-secrets", ...stack])) as {
    deployment: { resources: Resource[] };
  };
  state.deployment.resources = state.deployment.resources.map(asRemoteCommand);
  const text = JSON.stringify(state).replaceAll("command:local:Command", "command:remote:Command");
  await pulumi.expect(["stack", "import", ...stack], { stdin: text });
}

test("a cluster whose steps were remote commands is not taken for another one: nobody leaves, nothing is touched", async () => {
  expect(problemsOf(await rehearsal.up())).toEqual([]);
  await goBack(rehearsal);
  const over = await rehearsal.up("take-over");
  expect(problemsOf(over).join("\n")).toContain("Unrecognized field 'connection'");
  expect(during(rehearsal, over)).toMatchObject({ touched: [], writes: [] });
});

test("what npm run up does first takes it over: nothing is replaced, nobody leaves, and the cluster is whole", async () => {
  const over = await rehearsal.up("npm-run-up");
  expect(problemsOf(over)).toEqual([]);
  const { replace, delete: deleted, create } = changesOf(over.result.events);
  expect([replace, deleted, create]).toEqual([undefined, undefined, undefined]);
  expect(during(rehearsal, over)).toMatchObject({ touched: [], writes: [] });
  await isWhole(rehearsal);
});

test("and destroyed as any other", async () => {
  expect(problemsOf(await rehearsal.destroy())).toEqual([]);
  nothingIsLeft(rehearsal);
});
