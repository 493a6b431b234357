import type { FileTree } from "../../guests/disk/file-tree";
import type { Manifests } from "../../cluster/manifests";
import type { Workloads } from "../../cluster/pods";
import type { NodeConfig } from "./node-config";

/** Why pods have no network with what was applied, if so. */
export type NetworkCheck = (manifests: Manifests) => string | undefined;

/** The differences between RKE2 and k3s; everything else is one code base. */
export interface Kind {
  /** Of the program, of its folders, of its paths on the supervisor. */
  readonly name: "rke2" | "k3s";
  readonly units: { readonly server: string; readonly agent: string };
  /** Where nodes register. */
  readonly supervisorPort: number;
  /** Keys a configuration file may have. */
  readonly flags: Readonly<Record<"server" | "agent", ReadonlySet<string>>>;
  /** Whose file may have other keys, which are passed over with a warning (k3s pkg/configfilearg, ValidFlags); another one ends. */
  readonly skipsUnknown: readonly ("server" | "agent")[];
  /** Whether etcd and the API server are containers, which live on when the process ends. */
  readonly runsContainers: boolean;
  /** Whether a first server has etcd only where `cluster-init` asks for it; it keeps its cluster in SQLite otherwise. */
  readonly needsClusterInit: boolean;
  /** What must be the same on every server beside that of both. */
  critical(config: NodeConfig): Readonly<Record<string, string>>;
  /** What the first server's configuration makes of the pods' network. */
  network(config: NodeConfig): NetworkCheck;
  /** Throws a Fatal for files that are named and missing. */
  checkFiles(config: NodeConfig, tree: FileTree): void;
  /** Puts the programs there that come out of its own. */
  installTools(tree: FileTree): void;
  readonly workloads: Workloads;
}

export const etcFolder = ({ name }: Pick<Kind, "name">): string => `/etc/rancher/${name}`;
export const varFolder = ({ name }: Pick<Kind, "name">): string => `/var/lib/rancher/${name}`;
