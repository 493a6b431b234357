import { begin } from "../../machine/api/power";
import { drainPhase, rebootPhase, stopPhases } from "../../machine/api/stop-phases";
import { upgradeMethods, type UpgradeRequest } from "../../machine/api/upgrade";
import { handler, RpcError, type RpcCall, type Handler } from "../../machine/rpc";
import { Sequence } from "../../machine/sequence";
import type { TalosNode } from "../talos-node";

/** The upgrade call of older Talos: the only one that looks at etcd before. */
export function legacyUpgrade(node: TalosNode): Handler {
  return handler<UpgradeRequest>((call) => {
    const { machine } = node;
    const problem = node.isControlPlane ? etcdProblem(node) : undefined;
    if (problem !== undefined) throw new RpcError("Unknown", `error validating etcd for upgrade: ${problem}`);
    const install = upgradeMethods(machine)["LifecycleService/Upgrade"] as (call: RpcCall) => Promise<unknown>;
    machine.stage = "upgrading";
    const upgrade = { name: "upgrade", task: "upgrade", run: async () => void (await install(call)) };
    const phases = [drainPhase(machine, false), ...stopPhases(machine), upgrade, rebootPhase(machine)];
    return begin(machine, new Sequence("upgrade", phases));
  });
}

/** etcd.ValidateForUpgrade: every member has to be there, and two are too few. */
function etcdProblem({ server }: TalosNode): string | undefined {
  if (!server?.cluster.answers()) return "etcdserver: no leader";
  const { members } = server.cluster.etcd;
  if (members.length === 2)
    return `etcd member count(${members.length}) is insufficient to maintain quorum if upgrade commences`;
  const down = members.find(({ up }) => !up);
  if (!down) return undefined;
  const id = BigInt(down.id).toString(16).padStart(16, "0");
  return `etcd member ${id} is not healthy; all members must be healthy to perform an upgrade: context deadline exceeded`;
}
