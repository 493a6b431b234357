import * as pulumi from "@pulumi/pulumi";
import { outputsOf, type OutputsOf } from "./mock-outputs";
import { Recording } from "./recording";
import { watchRequests, type Requested } from "./watch-requests";

export type { OutputsOf } from "./mock-outputs";
export type { Recording, Registered } from "./recording";

const SECRET_KEY = "4dabf18193072939515e22adb298388d";

/**
 * Runs a program against strict mocks and hands back what it registered. Unknown types and functions throw; `instead` gives
 * some types other outputs.
 */
export async function record(
  stack: string,
  config: Record<string, string>,
  secrets: string[],
  program: () => unknown,
  instead: OutputsOf = {},
) {
  const recording = new Recording();
  const requests = new Map<string, Requested>();
  await pulumi.runtime.setMocks(
    strictMocks(recording, requests, { ...outputsOf, ...instead }),
    "homelab",
    stack,
    false,
    "organization",
  );
  watchRequests(requests);
  pulumi.runtime.setAllConfig(config, secrets);
  return withoutPositions(async () => {
    const forget = unheard(/^the configuration differs from Pulumi\.\S+,/);
    const result = await program();
    await pulumi.runtime.disconnect();
    forget();
    return { recording, result };
  });
}

/** Configurations of tests are not those of the checkout's stack files of the same names: that need not be said. */
function unheard(words: RegExp): () => void {
  const { warn } = pulumi.log;
  const spy = jest
    .spyOn(pulumi.log, "warn")
    .mockImplementation((message, ...more) => (words.test(message) ? Promise.resolve() : warn(message, ...more)));
  return () => spy.mockRestore();
}

/** The SDK has the position of every promise and every resource looked up and mapped to its source: half of a recording. */
async function withoutPositions<T>(run: () => Promise<T>): Promise<T> {
  const errors: { prepareStackTrace?: unknown; stackTraceLimit: number } = Error;
  const { prepareStackTrace, stackTraceLimit } = errors;
  Object.assign(errors, { prepareStackTrace: () => "", stackTraceLimit: 0 });
  try {
    return await run();
  } finally {
    Object.assign(errors, { prepareStackTrace, stackTraceLimit });
  }
}

function strictMocks(recording: Recording, requests: Map<string, Requested>, outputs: OutputsOf): pulumi.runtime.Mocks {
  return {
    newResource({ type, name, inputs, id }) {
      const isComponent = type.startsWith("homelab:index:");
      const give = outputs[type] ?? (isCustomResource(type) ? () => ({}) : undefined);
      if (!isComponent && !give) throw new Error(`no mock for type ${type} (${name})`);
      const plain = Object.fromEntries(Object.entries(inputs as object).map(([key, value]) => [key, unwrap(value)]));
      const secretInputs = Object.keys(inputs as object).filter((key) =>
        isSecret((inputs as Record<string, unknown>)[key]),
      );
      const request = requests.get(`${type}::${name}`);
      if (!request) throw new Error(`${type} ${name} was created without a request`);
      const { parent, ...rest } = request;
      recording.resources.push({
        type,
        name,
        inputs: plain,
        secretInputs,
        parent,
        urn: `${type}::${name}`,
        options: rest,
      });
      return { id: fileId(type, plain) ?? id ?? `${name}-id`, state: { ...plain, ...give?.(name, plain) } };
    },
    call({ token }) {
      throw new Error(`no mock for function ${token}`);
    },
  };
}

/** An object of a kind that a chart brings: its group is a domain. */
const isCustomResource = (type: string): boolean => /^kubernetes:[^/:]+\.[^/:]+\//.test(type);

/** As from the provider; machines refer to their snippets by it. */
function fileId(type: string, { datastoreId, sourceRaw }: Record<string, unknown>): string | undefined {
  if (type !== "proxmoxve:index/fileLegacy:FileLegacy") return undefined;
  return `${String(datastoreId)}:snippets/${(unwrap(sourceRaw) as { fileName: string }).fileName}`;
}

function isSecret(value: unknown): value is { value: unknown } {
  return typeof value === "object" && value !== null && SECRET_KEY in value;
}

function unwrap(value: unknown): unknown {
  return isSecret(value) ? value.value : value;
}
