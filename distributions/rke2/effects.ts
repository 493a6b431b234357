import { inPlace, type KeyEffect, programOnly } from "../../model/edits/effect";

const inServers = "written on each server in turn, which restarts RKE2 there behind the health gate";
const pool = inPlace("Services whose address leaves the pool get another one");

/** What an edit of these keys does to a cluster that is there. */
export const effects: Readonly<Record<string, KeyEffect>> = {
  "cluster.version": inPlace("one server after another behind the health gate, then the workers"),
  "cluster.agentVersion": inPlace("RKE2 is installed and restarted on each worker"),
  "cluster.loadBalancerPool.from": pool,
  "cluster.loadBalancerPool.to": pool,
  "cluster.loadBalancerPool.reserved": inPlace("Services of that name move to the address"),
  "cluster.hubble": inPlace("the chart is upgraded"),
  "cluster.disable": inPlace(`${inServers}; RKE2 removes what it brought`),
  "cluster.audit.maxAgeDays": inPlace(inServers),
  "cluster.audit.maxBackups": inPlace(inServers),
  "cluster.audit.maxSizeMB": inPlace(inServers),
  "cluster.sans": inPlace(inServers),
  "cluster.artifactSha256": programOnly("checked when an artifact is downloaded"),
};
