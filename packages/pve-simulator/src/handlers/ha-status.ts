import type { Call } from "../http/route";
import type { Datacenter } from "../model/datacenter";
import type { HaDisarmMode, HaRequest, HaResource, HaState } from "../model/ha-resources";
import { sidOf } from "../model/ha-resources";
import { isQuorate } from "../model/quorum";
import { hasGroups } from "./ha-domain";

/** API2/HA/Status.pm of pve-ha-manager; disarming came with PVE 9. */

export const index = ({ datacenter }: Call): unknown =>
  ["current", "manager_status", ...(hasGroups(datacenter) ? [] : ["disarm-ha", "arm-ha"])].map((name) => ({ name }));

export function disarm({ datacenter, params }: Call): null {
  datacenter.haManager.disarm(params.text("resource-mode") as HaDisarmMode);
  return null;
}

export function arm({ datacenter }: Call): null {
  datacenter.haManager.arm();
  return null;
}

/** What Datacenter > HA shows. */
export function current({ datacenter }: Call): unknown {
  const { ha } = datacenter;
  const { master, timestamp, quorate } = lookAt(datacenter);
  const { disarm } = ha;
  const how = disarm ? ` - ${disarm.state}, resource mode: ${disarm.mode}` : "";
  const busy = ha.all().length > 0 || disarm !== undefined ? "active" : "idle";
  return [
    {
      id: "quorum",
      type: "quorum",
      node: master,
      status: quorate ? "OK" : `No quorum on node '${master}'!`,
      quorate: quorate ? 1 : 0,
    },
    { id: "master", type: "master", node: master, status: `${master} (${busy}, ${ctime(timestamp)})${how}`, timestamp },
    ...(hasGroups(datacenter) ? [] : [fencing(datacenter)]),
    ...agents(datacenter).map(({ node, state, mode, online }) => {
      const text = [online ? inWords(state, mode) : "old timestamp - dead?"];
      if (!hasGroups(datacenter)) text.push(watchdog(online, state, mode));
      const status = `${node} (${[...text, ctime(timestamp)].join(", ")})`;
      return { id: `lrm:${node}`, type: "lrm", node, status, timestamp };
    }),
    ...ha.all().map((resource) => serviceRow(datacenter, resource)),
  ];
}

/** The files of the manager and of its agents, as they are. */
export function managerStatus({ datacenter }: Call): unknown {
  const { ha, hosts, vms } = datacenter;
  const { master, timestamp, quorate } = lookAt(datacenter);
  const agentsNow = agents(datacenter);
  const online = [...hosts.values()].map(({ node, hasPower }) => [node, hasPower ? "online" : "unknown"]);
  const services = ha.all().map(({ vmId, crmState }) => {
    const node = vms.get(vmId)?.host.node;
    return [sidOf(vmId), { node, state: crmState, ...(crmState === "started" && { running: 1 }) }];
  });
  return {
    manager_status: {
      master_node: master,
      timestamp,
      node_status: Object.fromEntries(online) as unknown,
      service_status: Object.fromEntries(services) as unknown,
      ...(ha.disarm && { disarm: ha.disarm }),
    },
    quorum: { node: master, quorate: quorate ? 1 : 0 },
    lrm_status: Object.fromEntries(
      agentsNow.map(({ node, state, mode }) => [node, { state, mode, results: {}, timestamp }]),
    ),
  };
}

function lookAt(datacenter: Datacenter) {
  const [master = ""] = [...datacenter.hosts.values()].flatMap(({ node, hasPower }) => (hasPower ? [node] : []));
  const timestamp = Math.floor(datacenter.simulation.clock.now() / 1000);
  return { master, timestamp, quorate: isQuorate(datacenter) };
}

/** One on each host: it holds its lock and its watchdog while it has resources, and lets go of both when it is disarmed. */
interface Agent {
  readonly node: string;
  readonly online: boolean;
  readonly state: "active" | "wait_for_agent_lock";
  readonly mode: "active" | "disarm";
}

function agents({ ha, hosts, vms }: Datacenter): Agent[] {
  const mode = ha.disarm?.state === "disarmed" ? "disarm" : "active";
  const busy = new Set(mode === "active" ? ha.all().map(({ vmId }) => vms.get(vmId)?.host.node) : []);
  const sorted = [...hosts.values()].sort((one, other) => one.node.localeCompare(other.node));
  return sorted.map(({ node, hasPower }) => {
    const state = busy.has(node) ? "active" : "wait_for_agent_lock";
    return { node, online: hasPower, state, mode };
  });
}

function inWords(state: Agent["state"], mode: Agent["mode"]): string {
  if (mode === "disarm") return "disarm mode";
  return state === "active" ? "active" : "idle";
}

function watchdog(online: boolean, state: Agent["state"], mode: Agent["mode"]): string {
  if (online && state === "active") return "watchdog active";
  return mode === "disarm" ? "watchdog released" : "watchdog standby";
}

function fencing(datacenter: Datacenter): unknown {
  const { disarm } = datacenter.ha;
  const { master: node } = lookAt(datacenter);
  const row = { id: "fencing", type: "fencing", node };
  if (!disarm) return { ...row, status: "armed (CRM watchdog active)", "armed-state": "armed" };
  const { mode, state } = disarm;
  const crm = `CRM watchdog ${state === "disarmed" ? "released" : "active"}`;
  return { ...row, status: `${state}, resource mode: ${mode} (${crm})`, "armed-state": state, resource_mode: mode };
}

function serviceRow({ ha, vms }: Datacenter, { vmId, said, state: wanted, crmState }: HaResource): unknown {
  const sid = sidOf(vmId);
  const node = vms.get(vmId)?.host.node;
  const verbose = wanted === "ignored" ? "ignored" : node === undefined ? "not found" : verboseState(crmState, wanted);
  const state = ha.disarm?.mode === "ignore" ? "ignore" : verbose;
  const common = ["group", "max_restart", "max_relocate", "failback", "comment"].filter((name) => said.has(name));
  return {
    id: `service:${sid}`,
    type: "service",
    sid,
    ...(node !== undefined && { node }),
    ...(crmState !== "queued" && { crm_state: crmState }),
    state,
    status: `${sid} (${node ?? "---"}, ${state})`,
    request_state: wanted,
    ...Object.fromEntries(common.map((name) => [name, said.get(name)])),
  };
}

/** HA/Tools.pm, `get_verbose_service_state`. */
function verboseState(state: HaState, wanted: HaRequest): string {
  if (state === "stopped" && wanted === "started") return "starting";
  if (state === "stopped" && wanted === "disabled") return "disabled";
  if (state === "started" && wanted !== "started") return "stopping";
  return state === "error" && wanted === "disabled" ? "clearing error flag" : state;
}

/** Perl's `localtime` of seconds, in the hosts' time zone: `Mon Nov 30 08:00:00 2026`. */
function ctime(seconds: number): string {
  const [, day = "", date = "", month = "", year = "", time = ""] =
    /^(\w+), (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(seconds * 1000).toUTCString()) ?? [];
  return `${day} ${month} ${String(Number(date)).padStart(2)} ${time} ${year}`;
}
