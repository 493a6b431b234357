import type { Pulumi } from "../engine/pulumi";

/** The signature with which the engine marks a secret value in a state. */
const SECRET = "4dabf18193072939515e22adb298388d";

export interface CapturedResource {
  readonly urn: string;
  readonly type: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** The state at one moment, as it lies in the backend and with its secrets in the open. */
export interface StateCapture {
  /** What everybody with access to the backend can read. */
  readonly stored: string;
  readonly storedResources: readonly CapturedResource[];
  readonly revealedResources: readonly CapturedResource[];
}

export async function captureState(pulumi: Pulumi): Promise<StateCapture> {
  const args = ["stack", "export", "--stack", pulumi.settings.stack];
  const stored = await pulumi.expect(args);
  const revealed = await pulumi.expect([...args, "--show-secrets"]);
  return { stored, storedResources: resourcesIn(stored), revealedResources: resourcesIn(revealed) };
}

/** Outputs of the stack itself. */
export function stackOutputs(resources: readonly CapturedResource[]): Readonly<Record<string, unknown>> {
  return resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
}

export function isSecretValue(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && SECRET in value;
}

/** A value of a revealed state: `{"4dabf…": "…", "plaintext": "<JSON>"}` where it is secret. */
export function revealedValue(value: unknown): unknown {
  return isSecretValue(value) && typeof value.plaintext === "string" ? JSON.parse(value.plaintext) : value;
}

function resourcesIn(state: string): readonly CapturedResource[] {
  const { deployment } = JSON.parse(state) as { deployment: { resources?: CapturedResource[] } };
  return deployment.resources ?? [];
}
