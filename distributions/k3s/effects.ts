import { inPlace, type KeyEffect, programOnly, refused } from "../../model/key-effect";

const inServers = "written on one server at a time, which restarts k3s there behind the health gate";
const pool = inPlace("if Cilium announces it, Services outside the new pool get another address");

/** What an edit of these keys does to an existing cluster. */
export const effects: Readonly<Record<string, KeyEffect>> = {
  "cluster.version": inPlace("one server at a time behind the health gate, then the workers"),
  "cluster.agentVersion": inPlace("k3s is replaced and restarted on each worker"),
  "cluster.flannelBackend": refused("all nodes would have to change at the same time"),
  "cluster.ciliumVersion": inPlace("k3s upgrades the chart"),
  "cluster.loadBalancerPool.from": pool,
  "cluster.loadBalancerPool.to": pool,
  "cluster.loadBalancerPool.announcedBy": inPlace("Cilium starts or stops announcing it; you configure the others"),
  "cluster.loadBalancerPool.reserved": inPlace("the Service of that name moves to the address"),
  "cluster.hubble": inPlace("the chart is upgraded"),
  "cluster.disable": inPlace(`${inServers}; k3s removes those components`),
  "cluster.registryMirrors": inPlace("k3s restarts on every node, while pods keep running"),
  "cluster.audit.maxAgeDays": inPlace(inServers),
  "cluster.audit.maxBackups": inPlace(inServers),
  "cluster.audit.maxSizeMB": inPlace(inServers),
  "cluster.sans": inPlace(inServers),
  "cluster.artifactSha256": programOnly("checked when an artifact is downloaded"),
};
