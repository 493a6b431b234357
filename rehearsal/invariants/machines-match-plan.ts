import type { Invariant, InvariantContext } from "./invariant";
import { hasAgent, startOrderOf, tagsOf, type VmConfig } from "./vm-config";

/** What an owner relies on when reading Proxmox's machine list, rebooting the host or shutting a machine down. */
export const machinesMatchPlan: Invariant = {
  name: "machines-match-plan",
  description: "every running machine has its planned tags, a start order, start on boot and an enabled guest agent",
  watch(context) {
    return {
      phaseEnded({ kind }) {
        if (kind === "preview") return;
        for (const { name, config, isRunning } of context.state().vms.values())
          if (isRunning) judge(name, config, context);
      },
    };
  },
};

function judge(machine: string, config: VmConfig | undefined, context: InvariantContext): void {
  const plan = context.plan()?.nodes.find(({ name }) => name === machine);
  if (!plan || !config) return;
  const missing = [
    ...plan.tags.filter((tag) => !tagsOf(config).includes(tag)).map((tag) => `tag ${tag}`),
    ...(startOrderOf(config) === plan.startup.order ? [] : [`start order ${plan.startup.order}`]),
    ...(config["onboot"] === "1" ? [] : ["start on boot"]),
    ...(hasAgent(config) ? [] : ["guest agent"]),
  ];
  if (missing.length === 0) return;
  context.violations({
    machine,
    what: `${machine} runs without ${missing.join(", ")}`,
    why: "after a power failure it starts late, in the wrong order or not at all, and nothing shows whose it is",
  });
}
