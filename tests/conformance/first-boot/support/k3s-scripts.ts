import { agentFiles, serverFiles } from "../../../../distributions/k3s/files";
import { K3S } from "../../../../distributions/k3s/names";
import {
  renderAgentScript,
  renderDrainScript,
  renderHealthGateScript,
  renderNodeScript,
  renderPrepareScript,
  renderServerScript,
} from "../../../../distributions/k3s/script";
import { agentTokenPath, tokenPath } from "../../../../distributions/rancher/program";
import { planFor } from "../../../../distributions/registry";
import { parseConfig } from "../../../../stack/parse";
import { plan } from "../../../../stack/plan";
import { asgardSections } from "../../../support/asgard";
import { planOf } from "./documents";
import { MASTER, secrets, WORKER } from "./rke2-scripts";
import { onDebian } from "./systems";

/** What only RKE2 has gives way to k3s' own; machines, names and addresses are asgard's. */
function sections() {
  const { cluster, ...others } = onDebian("13", asgardSections());
  const { disable: _disable, loadBalancerPool, ...same } = cluster as Record<string, unknown>;
  const pool = { ...(loadBalancerPool as object), announcedBy: "cilium" };
  const own = {
    distribution: "k3s",
    version: "v1.34.1+k3s1",
    disable: ["traefik", "servicelb"],
    loadBalancerPool: pool,
  };
  return { ...others, cluster: { ...same, ...own } };
}

/** asgard, if it were of k3s. */
export const k3sOfAsgard = planFor("k3s", plan(parseConfig(sections()), "asgard"));

const nodeOf = (name: string) => planOf(name, k3sOfAsgard);
const worker = nodeOf(WORKER);
const larger = { ...worker, cores: worker.cores + 1 };

export const prepare = (name: string): string => renderPrepareScript(k3sOfAsgard, nodeOf(name));
export const server = (caHash: string): string =>
  renderServerScript(k3sOfAsgard, nodeOf(MASTER), { ...secrets, caHash });
export const agent = (caHash: string): string =>
  renderAgentScript(k3sOfAsgard, worker, { agentToken: secrets.agentToken, caHash });
export const workerNode = (): string => renderNodeScript(worker);
export const healthGate = (): string =>
  renderHealthGateScript(k3sOfAsgard, nodeOf(MASTER), nodeOf("valaskjalf-master-2"));
/** What a server runs for its worker when that gets a core more. */
export const resized = { drain: renderDrainScript(larger), node: renderNodeScript(larger) };

/** What the scripts leave on a server, and on an agent. */
export const filesOfServer = () => serverFiles(k3sOfAsgard, nodeOf(MASTER));
export const filesOfAgent = () => agentFiles(k3sOfAsgard, worker);
export const TOKEN = tokenPath(K3S);
export const AGENT_TOKEN = agentTokenPath(K3S);

/** Takes RKE2 off a machine that ran it, with whatever the scripts left for it: as good as before any of them ran. */
export const TAKE_RKE2_OFF = `
  systemctl disable --now rke2-server rke2-agent 2>/dev/null
  ip -o -4 address show dev eth0 | awk '$4 ~ "/32$" { print $4 }' | xargs -r -I {} ip address del {} dev eth0
  rm -rf /etc/rancher /var/lib/rancher /var/lib/stand-in /var/lib/homelab /usr/local/bin/* /usr/local/lib/systemd
  systemctl daemon-reload
`;
