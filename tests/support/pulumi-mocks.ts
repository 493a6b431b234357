import * as pulumi from "@pulumi/pulumi";
import { TEST_CA } from "./kubeadm-material";

/** One resource as the program registered it. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  /** Inputs with secret wrappers taken off. */
  readonly inputs: Record<string, unknown>;
  /** Top-level inputs that arrived as secrets. */
  readonly secretInputs: readonly string[];
  /** URN of the parent; empty for the stack itself. */
  readonly parent: string;
  readonly urn: string;
  readonly options: RegisterOptions;
}

/** The options a request carries that tests speak about. */
export interface RegisterOptions {
  readonly dependsOn: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly ignoreChanges: readonly string[];
  readonly deleteBeforeReplace: boolean;
  readonly additionalSecretOutputs: readonly string[];
  readonly replacementTrigger: unknown;
}

/** Everything one run of a program registered, in order. */
export class Recording {
  readonly resources: Registered[] = [];

  named(name: string, type?: string): Registered {
    const found = this.resources.filter((r) => r.name === name && (type === undefined || r.type === type));
    if (found.length !== 1 || !found[0]) throw new Error(`${found.length} resources are named ${name}`);
    return found[0];
  }

  ofType(type: string): Registered[] {
    return this.resources.filter((resource) => resource.type === type);
  }
}

const SECRET_KEY = "4dabf18193072939515e22adb298388d";

/** What a resource of each type gives back beside its inputs. */
export type OutputsOf = Readonly<
  Record<string, (name: string, inputs: Readonly<Record<string, unknown>>) => Record<string, unknown>>
>;

/** A type that is not listed is a mistake of the program or of this table. */
const outputsOf: OutputsOf = {
  "pulumi:providers:proxmoxve": () => ({}),
  "proxmoxve:index/vmLegacy:VmLegacy": () => ({}),
  "proxmoxve:index/fileLegacy:FileLegacy": () => ({}),
  "proxmoxve:download/file:File": () => ({}),
  "proxmoxve:hardware/mapping/pci:Pci": () => ({}),
  "proxmoxve:network/linux/bridge:Bridge": () => ({}),
  "command:remote:Command": (name) => ({
    stdout: name.endsWith("-found") ? "ca-hash\n" : serverKubeconfig,
    stderr: "",
  }),
  "command:local:Command": () => ({ stdout: "", stderr: "" }),
  "tls:index/locallySignedCert:LocallySignedCert": (name) => ({ certPem: `certificate of ${name}` }),
  "tls:index/certRequest:CertRequest": (name) => ({ certRequestPem: `request of ${name}` }),
  "tls:index/privateKey:PrivateKey": (name) => ({
    privateKeyPem: `pem of ${name}`,
    privateKeyOpenssh: `private key of ${name}`,
    publicKeyOpenssh: `ssh-ed25519 ${name}\n`,
  }),
  "tls:index/selfSignedCert:SelfSignedCert": () => ({ certPem: TEST_CA }),
};

const serverKubeconfig = `apiVersion: v1
kind: Config
clusters: [{name: default, cluster: {server: "https://127.0.0.1:6443"}}]
contexts: [{name: default, context: {cluster: default, user: default}}]
current-context: default
users: [{name: default, user: {}}]
`;

interface Monitor {
  registerResource(request: RegisterRequest, callback: unknown): void;
  registerErrorHook?: unknown;
}

/** The part of the SDK's request message that tests need. */
interface RegisterRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getDependenciesList(): string[];
  getPropertydependenciesMap(): { forEach(each: (value: { getUrnsList(): string[] }, key: string) => void): void };
  getIgnorechangesList(): string[];
  getDeletebeforereplace(): boolean;
  getAdditionalsecretoutputsList(): string[];
  getReplacementTrigger(): { toJavaScript(): unknown } | undefined;
}

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
  const options = new Map<string, RegisterOptions & { parent: string }>();
  await pulumi.runtime.setMocks(
    strictMocks(recording, options, { ...outputsOf, ...instead }),
    "homelab",
    stack,
    false,
    "organization",
  );
  watchRequests(options);
  pulumi.runtime.setAllConfig(config, secrets);
  const result = program();
  await pulumi.runtime.disconnect();
  return { recording, result };
}

function strictMocks(
  recording: Recording,
  options: Map<string, RegisterOptions & { parent: string }>,
  outputs: OutputsOf,
): pulumi.runtime.Mocks {
  return {
    newResource({ type, name, inputs, id }) {
      const isComponent = type.startsWith("homelab:index:");
      const give = outputs[type];
      if (!isComponent && !give) throw new Error(`no mock for type ${type} (${name})`);
      const plain = Object.fromEntries(Object.entries(inputs as object).map(([key, value]) => [key, unwrap(value)]));
      const secretInputs = Object.keys(inputs as object).filter((key) =>
        isSecret((inputs as Record<string, unknown>)[key]),
      );
      const request = options.get(`${type}::${name}`);
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
      return { id: id ?? `${name}-id`, state: { ...plain, ...give?.(name, plain) } };
    },
    call({ token }) {
      throw new Error(`no mock for function ${token}`);
    },
  };
}

/** The mock monitor keeps neither options nor parents, and knows no hooks (facts: pulumi.md §B4). */
function watchRequests(options: Map<string, RegisterOptions & { parent: string }>): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  monitor.registerErrorHook = (_request: unknown, callback: (error: null, answer: object) => void) =>
    callback(null, {});
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    options.set(`${request.getType()}::${request.getName()}`, optionsOf(request));
    register(request, callback);
  };
}

function optionsOf(request: RegisterRequest): RegisterOptions & { parent: string } {
  const propertyDependencies: Record<string, readonly string[]> = {};
  request.getPropertydependenciesMap().forEach((value, key) => (propertyDependencies[key] = value.getUrnsList()));
  return {
    parent: request.getParent(),
    dependsOn: request.getDependenciesList(),
    propertyDependencies,
    ignoreChanges: request.getIgnorechangesList(),
    deleteBeforeReplace: request.getDeletebeforereplace(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    replacementTrigger: request.getReplacementTrigger()?.toJavaScript(),
  };
}

function isSecret(value: unknown): value is { value: unknown } {
  return typeof value === "object" && value !== null && SECRET_KEY in value;
}

function unwrap(value: unknown): unknown {
  return isSecret(value) ? value.value : value;
}
