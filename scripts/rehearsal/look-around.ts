import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Rehearsal } from "./rehearsal";

/** Writes what opens the doors of a running rehearsal, and says how to use it. */
export async function lookAround(rehearsal: Rehearsal, directory: string): Promise<string> {
  const { world, plan, pulumi } = rehearsal;
  const key = write(directory, "id_ed25519", world.credentials.sshPrivateKey);
  const kubeconfig = write(directory, "kubeconfig", await kubeconfigOf(rehearsal));
  const variables = write(directory, "env.sh", environmentOf(pulumi.settings.env));
  const { host, port, user } = world.network.jumpHost;
  const config = write(directory, "ssh_config", sshConfig({ key, host, port, user }));
  const machine = plan.machines[0];
  return [
    "It is up and stays up. From another terminal:",
    `  ssh -F ${config} -p ${plan.access.sshPort} ${plan.access.user}@${machine?.address ?? "<address>"}`,
    `  kubectl --kubeconfig ${kubeconfig} get nodes`,
    `  (. ${variables} && cd ${pulumi.settings.cwd} && pulumi preview --stack ${plan.stack})`,
    "Ctrl-C goes on: preview was the last thing done, destroy and the report come next.",
  ].join("\n");
}

async function kubeconfigOf({ pulumi }: Rehearsal): Promise<string> {
  return pulumi.expect(["stack", "output", "kubeconfig", "--show-secrets", "--stack", pulumi.settings.stack]);
}

function write(directory: string, name: string, content: string): string {
  const file = join(directory, name);
  writeFileSync(file, content, { mode: 0o600 });
  return file;
}

function environmentOf(env: Readonly<Record<string, string | undefined>>): string {
  const lines = Object.entries(env).map(
    ([name, value]) => `export ${name}='${(value ?? "").replaceAll("'", `'\\''`)}'`,
  );
  return `${lines.join("\n")}\n`;
}

/** The world's host keys are made anew each time, so they are not remembered anywhere. */
function sshConfig({ key, host, port, user }: { key: string; host: string; port: number; user: string }): string {
  const common = [
    "  StrictHostKeyChecking no",
    "  UserKnownHostsFile /dev/null",
    "  LogLevel ERROR",
    `  IdentityFile ${key}`,
  ];
  const jump = ["Host rehearsal-jump", `  HostName ${host}`, `  Port ${port}`, `  User ${user}`, ...common];
  return [...jump, "Host *", "  ProxyJump rehearsal-jump", ...common, ""].join("\n");
}
