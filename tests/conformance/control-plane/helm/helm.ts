import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import { deriveTalosSecrets } from "../../../../distributions/talos/secrets";
import type { Answer } from "../../readers/program";
import { ControlPlane, programsOfControlPlane } from "../support/control-plane";
import { kubeadmStack } from "../support/stacks";
import type { CiliumRelease } from "./releases";

const ENCRYPTION = "/etc/kubernetes/encryptionconfig.yaml";

/** What Talos makes of the key that it is given (k8stemplates/apiserver.go at v1.13.9), older names included. */
function encryption(): string {
  const { secretboxKey } = deriveTalosSecrets(randomBytes(32).toString("hex"));
  const keys = [{ name: "key2", secret: secretboxKey }];
  const providers = [{ secretbox: { keys } }, { identity: {} }];
  return stringify({ apiVersion: "v1", kind: "EncryptionConfig", resources: [{ providers, resources: ["secrets"] }] });
}

/** An object of a release, without what the API server and controllers write into it. */
export interface Installed {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: Record<string, unknown>;
}

/** Helm on a machine with an API server. */
export class Helm {
  readonly plane: ControlPlane;
  private readonly charts: string;

  private constructor(plane: ControlPlane, charts: string) {
    this.plane = plane;
    this.charts = charts;
  }

  static async open(built: Readonly<Record<string, string>>): Promise<Helm> {
    const stack = kubeadmStack("v1.34.2");
    const [first] = stack.nodes;
    if (!first) throw new Error("the stack has no machine");
    const programs = { ...programsOfControlPlane(built), helm: built["helm"] ?? "" };
    const plane = await ControlPlane.prepare(stack, first, programs);
    await plane.init("certs all", "kubeconfig all", "etcd local", "control-plane all");
    await plane.machine.write(ENCRYPTION, encryption());
    await plane.start(`--encryption-provider-config=${ENCRYPTION}`);
    await plane.init("upload-config all");
    return new Helm(plane, dirname(built["custom-resources"] ?? ""));
  }

  /** What the definitions of custom resources lie in beside the charts. */
  file(name: string): string {
    return join(this.charts, name);
  }

  /** `install` or `upgrade`, as the release's distribution calls it. */
  async release(verb: "install" | "upgrade", one: CiliumRelease): Promise<Answer> {
    const call = await this.call(one);
    return this.run(`helm ${verb} --namespace kube-system ${call}`);
  }

  close(): Promise<void> {
    return this.plane.close();
  }

  async uninstall({ name }: CiliumRelease): Promise<Answer> {
    return this.run(`helm uninstall --namespace kube-system ${name} --wait`);
  }

  /** What would be installed with more values, without what a chart generates each time; without asking the server. */
  async rendered(one: CiliumRelease, more = "{}"): Promise<string> {
    const file = `/run/more-${randomBytes(4).toString("hex")}.yaml`;
    await this.plane.machine.write(file, more);
    const call = `${await this.call(one)} --values ${file} --api-versions gateway.networking.k8s.io/v1/GatewayClass`;
    const { stdout, stderr } = await this.run(`helm template --namespace kube-system ${call}`);
    return (stderr + stdout).replace(/^ +(ca|tls)\.(crt|key): .*$/gm, "");
  }

  /** Everything of a release as the API server has it. */
  async objects({ name }: CiliumRelease): Promise<Installed[]> {
    const show = `helm get manifest --namespace kube-system ${name} | kubectl get -f - -o yaml`;
    const listed = parse(await this.plane.kubectl(show)) as { items: Stored[] };
    return listed.items.map(installed).sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  }

  run(command: string): Promise<Answer> {
    return this.plane.machine.run("sh", ["-c", `export KUBECONFIG=/etc/kubernetes/admin.conf HOME=/root; ${command}`]);
  }

  private async call({ name, chart, values, flags }: CiliumRelease): Promise<string> {
    const paths = values.map((_, index) => `/run/values-${name}-${index}.yaml`);
    for (const [index, text] of values.entries()) await this.plane.machine.write(paths[index] ?? "", text);
    return [name, this.file(chart), ...paths.map((path) => `--values ${path}`), ...flags.map(quoted)].join(" ");
  }
}

const quoted = (word: string): string => `'${word}'`;

type Stored = Installed & { status?: unknown; metadata: Record<string, unknown> };

function installed({ status: _, ...object }: Stored): Installed {
  const { resourceVersion: _version, managedFields: _fields, generation: _generation, ...metadata } = object.metadata;
  return { ...object, metadata };
}

export const nameOf = ({ kind, metadata }: Installed): string => `${kind} ${metadata.name}`;
