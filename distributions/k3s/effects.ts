import { inPlace, type KeyEffect, programOnly, refused } from "../../model/edits/effect";

const inServers = "written on each server in turn, which restarts k3s there behind the health gate";
const pool = inPlace("where Cilium announces it, Services whose address leaves the pool get another one");

/** What an edit of these keys does to a cluster that is there. */
export const effects: Readonly<Record<string, KeyEffect>> = {
  "cluster.version": inPlace("one server after another behind the health gate, then the workers"),
  "cluster.agentVersion": inPlace("k3s is replaced and restarted on each worker"),
  "cluster.flannelBackend": refused("all nodes would have to change at the same moment"),
  "cluster.ciliumVersion": inPlace("k3s upgrades the chart"),
  "cluster.loadBalancerPool.from": pool,
  "cluster.loadBalancerPool.to": pool,
  "cluster.loadBalancerPool.announcedBy": inPlace("Cilium begins or ends to announce it; others are told by you"),
  "cluster.loadBalancerPool.reserved": inPlace("Services of that name move to the address"),
  "cluster.hubble": inPlace("the chart is upgraded"),
  "cluster.disable": inPlace(`${inServers}; k3s removes what it brought`),
  "cluster.registryMirrors": inPlace("k3s restarts on every node, while pods keep running"),
  "cluster.audit.maxAgeDays": inPlace(inServers),
  "cluster.audit.maxBackups": inPlace(inServers),
  "cluster.audit.maxSizeMB": inPlace(inServers),
  "cluster.sans": inPlace(inServers),
  "cluster.artifactSha256": programOnly("checked when an artifact is downloaded"),
};
