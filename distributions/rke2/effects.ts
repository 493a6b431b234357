import { inPlace, type KeyEffect, programOnly } from "../../model/key-effect";

const inServers = "written on one server at a time, which restarts RKE2 there behind the health gate";
const pool = inPlace("Services outside the new pool get another address");

/** What an edit of these keys does to an existing cluster. */
export const effects: Readonly<Record<string, KeyEffect>> = {
  "cluster.version": inPlace("one server at a time behind the health gate, then the workers"),
  "cluster.agentVersion": inPlace("RKE2 is installed and restarted on each worker"),
  "cluster.loadBalancerPool.from": pool,
  "cluster.loadBalancerPool.to": pool,
  "cluster.loadBalancerPool.reserved": inPlace("the Service of that name moves to the address"),
  "cluster.hubble": inPlace("the chart is upgraded"),
  "cluster.disable": inPlace(`${inServers}; RKE2 removes those components`),
  "cluster.audit.maxAgeDays": inPlace(inServers),
  "cluster.audit.maxBackups": inPlace(inServers),
  "cluster.audit.maxSizeMB": inPlace(inServers),
  "cluster.sans": inPlace(inServers),
  "cluster.artifactSha256": programOnly("checked when an artifact is downloaded"),
};
