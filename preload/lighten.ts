import { createRequire } from "node:module";
import { loadLater } from "./load-later";
import { mapOwnStacksOnly } from "./stack-positions";

/** Resolves as the SDK's own files do. */
const sdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));

/** Parts of the SDK that it loads at once and the program never uses: half of its start (measured: decision 0015). */
const unused = [
  "./automation",
  "./dynamic",
  "./provider",
  // Turns functions into text, with all of TypeScript and a package manager.
  "./runtime/closure/serializeClosure",
  "./runtime/closure/codePaths",
  "@opentelemetry/exporter-zipkin",
  "@opentelemetry/instrumentation",
  "@opentelemetry/instrumentation-grpc",
  "@opentelemetry/resources",
  "@opentelemetry/sdk-trace-base",
  "@opentelemetry/sdk-trace-node",
];

/**
 * Spares the program's process what it does not need; all of it is still there for whoever asks. With HOMELAB_DEBUG the
 * SDK tells all it does (`pulumi preview --debug` shows it) and errors come with their stacks.
 */
export function lighten({ env } = process): void {
  const debugging = Boolean(env["HOMELAB_DEBUG"]);
  mapOwnStacksOnly(sdk);
  if (debugging) Error.stackTraceLimit = 30;
  // Somebody traces: then everything loads in the order the SDK wants.
  if (env["TRACEPARENT"]) return;
  for (const name of unused) loadLater(sdk, name);
  // Connects the process to V8's debugger at every start, for functions that become text.
  loadLater(sdk, "./runtime/closure/v8Hooks", { isInitializedAsync: () => Promise.resolve() });
  // Error messages in fifty languages.
  loadLater(createRequire(require.resolve("zod")), "./v4/locales/index.cjs");
  if (!debugging) silenceDebugMessages();
}

/** Hundreds of messages to the engine, each waits for the one before it, and nobody sees them. */
function silenceDebugMessages(): void {
  const log = sdk("./log") as { debug: () => Promise<void> };
  log.debug = () => Promise.resolve();
}
