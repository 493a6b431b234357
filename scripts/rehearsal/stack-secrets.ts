import { randomBytes } from "node:crypto";
import type { SecretName } from "../../model/secrets";
import type { SimulationCredentials } from "../../rehearsal/start-simulation";
import { secretKeys } from "./rehearsal-stack-file";

/** Secrets by name, as a rehearsed stack has them. */
export type StackSecrets = Readonly<Partial<Record<SecretName, string>>>;

/** The simulation's own secrets in place of the owner's; a console password only where the owner has one. */
export function stackSecrets(
  stackFile: string,
  { apiToken, apiTokens, sshPrivateKey }: Pick<SimulationCredentials, "apiToken" | "apiTokens" | "sshPrivateKey">,
): StackSecrets {
  const lines = Object.entries(apiTokens).map(([host, token]) => `${host}: ${token}`);
  const hasConsole = secretKeys(stackFile).includes("homelab:consolePasswordHash");
  return {
    proxmoxToken: apiToken,
    ...(lines.length > 0 && { proxmoxTokens: lines.join("\n") }),
    sshPrivateKey,
    ...(hasConsole ? { consolePasswordHash: passwordHashOfNobody() } : {}),
  };
}

/** A crypt(5) hash by its form, of no password at all. */
function passwordHashOfNobody(): string {
  const text = (length: number): string => randomBytes(length).toString("base64").replaceAll("+", ".").slice(0, length);
  return `$6$${text(16)}$${text(86)}`;
}
