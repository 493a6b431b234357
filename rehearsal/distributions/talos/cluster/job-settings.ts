import { parse } from "yaml";
import type { Manifests } from "../../../cluster/manifests";

/** A pod of a Job, as far as it matters to one that installs something. */
export interface JobPod {
  readonly hostNetwork?: boolean;
  readonly serviceAccountName?: string;
  readonly serviceAccount?: string;
  readonly tolerations?: readonly { readonly key?: string; readonly operator?: string }[];
  readonly containers?: readonly JobContainer[];
  readonly volumes?: readonly { readonly name: string; readonly configMap?: { readonly name: string } }[];
}

export interface JobContainer {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string }[];
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
}

/** Helm values by their path, e.g. `cgroup.hostRoot`; lists are joined by commas. */
export type Settings = ReadonlyMap<string, string>;

export const wordsOf = ({ command = [], args = [] }: JobContainer): readonly string[] => [...command, ...args];

/** What a container's command line sets: files of mounted ConfigMaps first, then `--set`, as Helm orders them. */
export function settingsOf(pod: JobPod, container: JobContainer, manifests: Manifests): Settings {
  const files = optionValues(container, ["--values", "-f"]).map((path) => mountedFile(pod, container, manifests, path));
  const given = optionValues(container, ["--set", "--set-string"]).map((text): [string, string] => [
    text.slice(0, text.indexOf("=")),
    text.slice(text.indexOf("=") + 1),
  ]);
  return new Map([...files.flatMap((text) => flat(parse(text ?? ""))), ...given]);
}

function optionValues(container: JobContainer, names: readonly string[]): string[] {
  const words = wordsOf(container);
  return words.flatMap((word, index) => {
    if (names.includes(word)) return [words[index + 1] ?? ""];
    const name = names.find((each) => word.startsWith(`${each}=`));
    return name === undefined ? [] : [word.slice(name.length + 1)];
  });
}

/** A file of a ConfigMap at its place in the container; undefined when nothing is mounted there. */
function mountedFile(pod: JobPod, container: JobContainer, manifests: Manifests, path: string): string | undefined {
  const mount = container.volumeMounts?.find(({ mountPath }) => path.startsWith(`${mountPath}/`));
  const volume = pod.volumes?.find(({ name }) => name === mount?.name);
  const map = manifests.find("ConfigMap", ({ metadata }) => metadata?.name === volume?.configMap?.name) as
    { readonly data?: Readonly<Record<string, string>> } | undefined;
  return mount && map?.data?.[path.slice(mount.mountPath.length + 1)];
}

function flat(value: unknown, path = ""): [string, string][] {
  if (Array.isArray(value)) return [[path, value.join(",")]];
  if (typeof value !== "object" || value === null) return path === "" ? [] : [[path, String(value)]];
  return Object.entries(value).flatMap(([key, below]) => flat(below, path === "" ? key : `${path}.${key}`));
}
