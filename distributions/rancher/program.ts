import type { NodePlan } from "../../model/cluster-plan";
import type { RenderedFile } from "../../model/render/rendered-file";
import type { ClusterOf } from "../cluster-schema";
import type { ConfigOf, PlanOf } from "../distribution";

/** Distributions built from k3s' code: servers with embedded etcd, agents, tokens, a supervisor that nodes register with. */
export type RancherName = "rke2" | "k3s";
export type RancherCluster = ClusterOf<RancherName>;
export type RancherConfig = ConfigOf<RancherName>;

/** What differs between them. */
export interface RancherProgram<D extends RancherName = RancherName> {
  /** Name of the folder with its scripts `names`, `install` and `leave`, and of its folders on a machine. */
  readonly name: D;
  /** Where GitHub has its releases. */
  readonly repository: string;
  /** Port of its supervisor, where nodes register. */
  readonly supervisorPort: number;
  /** The purposes of its tokens in the derivation: another word would give another token. */
  readonly tokenPurposes: { readonly server: string; readonly agent: string };
  /** What `disable` calls its DNS server. */
  readonly dnsAddOn: string;
  /** Everything the bootstrap script writes on a server, and on an agent. */
  serverFiles(plan: PlanOf<D>, node: NodePlan): RenderedFile[];
  agentFiles(plan: PlanOf<D>, node: NodePlan): RenderedFile[];
}

type Named = Pick<RancherProgram, "name">;

/** Its folders on a machine. */
export const configFolder = ({ name }: Named) => `/etc/rancher/${name}`;
export const dataFolder = ({ name }: Named) => `/var/lib/rancher/${name}`;

/** Path of the join secrets, mode 0600: scripts write them, it reads them. */
export const tokenPath = (program: Named) => `${configFolder(program)}/token`;
export const agentTokenPath = (program: Named) => `${configFolder(program)}/agent-token`;

/** The administrator file. */
export const kubeconfigPath = (program: Named) => `${configFolder(program)}/${program.name}.yaml`;

/** Its manifest folder, applied automatically; must be the same on every server. */
export const manifestsFolder = (program: Named) => `${dataFolder(program)}/server/manifests`;
