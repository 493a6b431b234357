import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { simulated } from "../../rehearsal/distributions/registry";
import type { Rehearsal } from "./rehearsal";

/** Writes what gives access to a running rehearsal, and says how to use it. */
export async function lookAround(rehearsal: Rehearsal): Promise<string> {
  const { simulation, plan, pulumi, privateFolder: directory } = rehearsal;
  const key = write(directory, "id_ed25519", simulation.credentials.sshPrivateKey);
  const kubeconfig = await secretOutput(rehearsal, "kubeconfig");
  const kubeconfigFile = write(directory, "kubeconfig", kubeconfig);
  const variables = write(directory, "env.sh", environmentOf(pulumi.settings.env));
  const { host, port, user } = simulation.network.jumpHost;
  const config = write(directory, "ssh_config", sshConfig({ key, host, port, user }));
  return [
    "The cluster is up and stays up. From another terminal:",
    `  ${await entrance(rehearsal, { directory, config, variables })}`,
    `  kubectl --kubeconfig ${kubeconfigFile} get nodes`,
    `  ${curlLine(kubeconfig, directory)}`,
    `  (. ${variables} && cd ${pulumi.settings.cwd} && pulumi preview --stack ${plan.stack})`,
    "Ctrl-C continues with destroy and the report.",
  ].join("\n");
}

/** The way into a machine: SSH, or an API of its own, with the file that the stack gives out for it. */
async function entrance(
  rehearsal: Rehearsal,
  files: Record<"directory" | "config" | "variables", string>,
): Promise<string> {
  const { access, nodes, cluster } = rehearsal.plan;
  const address = nodes[0]?.address ?? "<address>";
  const { lookCommand } = simulated[cluster.distribution];
  if (lookCommand === undefined) return `ssh -F ${files.config} -p ${access.sshPort} ${access.user}@${address}`;
  const file = write(files.directory, lookCommand.output, await secretOutput(rehearsal, lookCommand.output));
  return `(. ${files.variables} && ${lookCommand.command(file, address)})`;
}

function secretOutput({ pulumi }: Rehearsal, name: string): Promise<string> {
  return pulumi.expect(["stack", "output", name, "--show-secrets", "--stack", pulumi.settings.stack]);
}

interface Kubeconfig {
  readonly clusters: readonly [
    { readonly cluster: { server: string; "proxy-url": string; "certificate-authority-data": string } },
  ];
  readonly users: readonly [{ readonly user: { "client-certificate-data": string; "client-key-data": string } }];
}

/** The same access for those who have no kubectl. */
function curlLine(kubeconfig: string, directory: string): string {
  const { clusters, users } = parse(kubeconfig) as Kubeconfig;
  const [{ cluster }] = clusters;
  const [{ user }] = users;
  const file = (name: string, base64: string): string =>
    write(directory, name, Buffer.from(base64, "base64").toString("utf8"));
  const trust = `--cacert ${file("api-ca.crt", cluster["certificate-authority-data"])}`;
  const identity =
    `--cert ${file("api-client.crt", user["client-certificate-data"])} ` +
    `--key ${file("api-client.key", user["client-key-data"])}`;
  return `curl --proxy ${cluster["proxy-url"]} ${trust} ${identity} ${cluster.server}/readyz`;
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

/**
 * The simulation's host keys are new each time, so they are not remembered anywhere. The jump host itself is excluded from
 * the proxy rule: ssh would loop for ever.
 */
function sshConfig({ key, host, port, user }: { key: string; host: string; port: number; user: string }): string {
  const common = [
    "  StrictHostKeyChecking no",
    "  UserKnownHostsFile /dev/null",
    "  LogLevel ERROR",
    "  IdentitiesOnly yes",
    `  IdentityFile ${key}`,
  ];
  const jump = ["Host rehearsal-jump", `  HostName ${host}`, `  Port ${port}`, `  User ${user}`, ...common];
  return [...jump, "Host * !rehearsal-jump", "  ProxyJump rehearsal-jump", ...common, ""].join("\n");
}
