/** Why an image was not pulled, as containerd says it. */
export interface PullFailure {
  readonly message: string;
}

/** What stands between a machine and the registries. */
export interface Registries {
  /** Why a machine does not reach a host, in the words of Go's dialer; undefined when it does. */
  unreachable(machine: string, host: string): string | undefined;
  /** Whether a registry has lost an image, or never had it. */
  lacks(image: string): boolean;
}

/** The tag of images that are on a node before anything runs there. */
export const OF_THE_DISTRIBUTION = ":of-the-distribution";

/** Images on the machines: each is pulled once, and goes with its machine's disk. */
export class Images {
  private readonly registries: Registries;
  private readonly pulled = new Map<string, Set<string>>();

  constructor(registries: Registries) {
    this.registries = registries;
  }

  isThere(machine: string, image: string): boolean {
    return image.endsWith(OF_THE_DISTRIBUTION) || this.pulled.get(machine)?.has(image) === true;
  }

  /** They were on its disk. */
  machineGone(machine: string): void {
    this.pulled.delete(machine);
  }

  /** At the end of the time it takes: it is there, or this is why not. */
  pull(machine: string, image: string): PullFailure | undefined {
    const { registry, reference } = parsed(image);
    const prefix = `failed to pull and unpack image "${reference}": failed to resolve reference "${reference}": `;
    const unreachable = this.registries.unreachable(machine, registry);
    if (unreachable !== undefined) {
      const url = `https://${registry}/v2/${path(reference)}`;
      return {
        message: `rpc error: code = Unknown desc = ${prefix}failed to do request: Head "${url}": ${unreachable}`,
      };
    }
    if (this.registries.lacks(image))
      return { message: `rpc error: code = NotFound desc = ${prefix}${reference}: not found` };
    const there = this.pulled.get(machine) ?? new Set();
    this.pulled.set(machine, there.add(image));
    return undefined;
  }
}

/** Images that are pulled at every start: by policy, or without a tag or with `latest`. */
export function isPulledAlways(image: string, policy: string | undefined): boolean {
  if (policy !== undefined) return policy === "Always";
  return /:latest$/.test(image) || !/[:@][^/]*$/.test(image);
}

/** Docker's registry is meant where none is named. */
function parsed(image: string): { registry: string; reference: string } {
  const [first = "", ...rest] = image.split("/");
  const isHost = rest.length > 0 && /[.:]|^localhost$/.test(first);
  const registry = isHost ? first : "docker.io";
  const repository = isHost ? rest.join("/") : rest.length > 0 ? image : `library/${image}`;
  const tagged = /[:@][^/]*$/.test(repository) ? repository : `${repository}:latest`;
  return { registry: registry === "docker.io" ? "registry-1.docker.io" : registry, reference: `${registry}/${tagged}` };
}

function path(reference: string): string {
  const [, repository = "", tag = ""] = /^[^/]+\/(.+?)[:@]([^/]*)$/.exec(reference) ?? [];
  return `${repository}/manifests/${tag}`;
}
