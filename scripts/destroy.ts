import { isInService } from "../model/outside-vm-plan";
import { protectedOutsideVms, whatStays } from "../model/kept-vms";
import { failuresOf, formatFailure } from "./engine/failure";
import type { RealStack } from "./engine/real-stack";
import { ask } from "./cli/ask";
import { commandTyped } from "./cli/command-line";
import { colour } from "./cli/colour";
import { forOneStack, runForOneStack } from "./one-stack";
import { destroyGuarded } from "./recover/destroy-guarded";
import { leaveForeign } from "./recover/leave-foreign";
import { recover } from "./recover/recover";

const about = "Destroys a stack permanently: every VM and every disk of it.";

const more = `
Asks for the cluster's name first. What a killed run left half made is removed too, if it carries this program's mark.

Exit status: 0 done, 1 failed or not confirmed, 2 bad usage, 130 interrupted.`;

export function main(args: readonly string[]): Promise<number> {
  const command = forOneStack(commandTyped("npm run destroy --", about))
    .option("--yes", "do not ask")
    .addHelpText("after", more);
  return runForOneStack(command, args, async (stack) =>
    command.opts<{ yes?: boolean }>().yes === true || (await confirmed(stack)) ? destroy(stack) : 1,
  );
}

async function confirmed({ plan, pulumi }: RealStack): Promise<boolean> {
  const { nodes, cluster, stack } = plan;
  console.log(`This destroys ${nodes.length} nodes of ${stack} and everything on their disks:`);
  for (const { name, vmId, host } of nodes) console.log(`  ${name} (VM ${vmId} on ${host})`);
  for (const { name, vmId, host } of plan.vms.filter(isInService).filter((vm) => !vm.protect))
    console.log(`  ${name} (VM ${vmId} on ${host})`);
  for (const sentence of whatStays(plan)) console.log(`  ${sentence}`);
  const answer = await ask(`Type the cluster's name (${cluster.name}) to continue: `, pulumi.settings.signal);
  if (answer.trim() === cluster.name) return true;
  console.log("Nothing was touched.");
  return false;
}

async function destroy({ pulumi, plan, openHost, waits }: RealStack): Promise<number> {
  const say = (line: string): void => console.log(`  ${line}`);
  const recovered = await recover(pulumi, { openHost, waits }, say);
  const { left, moved } = await leaveForeign(pulumi, openHost, say);
  const refresh = recovered || moved;
  const options = { color: colour(), refresh, excludeProtected: protectedOutsideVms(plan).length > 0 };
  const result = await destroyGuarded(pulumi, options, { shown: true }, say);
  if (result.status === 0) {
    console.log(`\n${plan.stack} is gone.`);
    for (const sentence of [...whatStays(plan), ...left]) console.log(`  ${sentence}`);
    return 0;
  }
  const lines = failuresOf(result, plan).map(formatFailure);
  console.error(
    `\n${plan.stack} is not completely destroyed:\n  ${lines.join("\n  ")}\nFix that and run the same command again.`,
  );
  return 1;
}
