import type { Pulumi } from "../engine/pulumi";

/** The kubeconfig that the kubernetes plugin was given, if the stack has a platform. It is a secret, and stays in memory. */
export async function kubeconfigInState(pulumi: Pulumi): Promise<string | undefined> {
  const text = await pulumi.expect(["stack", "export", "--show-secrets", "--stack", pulumi.settings.stack]);
  const { deployment } = JSON.parse(text) as {
    deployment: { resources?: readonly { type: string; inputs?: Readonly<Record<string, unknown>> }[] };
  };
  const provider = deployment.resources?.find(({ type }) => type === "pulumi:providers:kubernetes");
  return plaintext(provider?.inputs?.["kubeconfig"]);
}

/** An export shows a secret as JSON text beside the mark of secrets. */
function plaintext(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  const { plaintext: shown } = (value ?? {}) as { readonly plaintext?: string };
  return shown === undefined ? undefined : (JSON.parse(shown) as string);
}
