import { kubeadmMinor, since } from "./release";

/** Which exit status kubeadm had for it before it became 1 for all. */
const statuses = { plain: 1, validation: 3 } as const;

/** A failed kubeadm command in its words. */
export class KubeadmError extends Error {
  readonly kind: keyof typeof statuses;

  constructor(message: string, kind: keyof typeof statuses = "plain") {
    super(message);
    this.kind = kind;
  }
}

/** What is printed last, and the exit status, by kubeadm's own release. */
export function lastWords({ message, kind }: KubeadmError, version: string): { stderr: string; exitCode: number } {
  const isNew = kubeadmMinor(version) >= since.newWords;
  const stack = "To see the stack trace of this error execute with --v=5 or higher\n";
  return { stderr: `${isNew ? "error: " : ""}${message}\n${stack}`, exitCode: isNew ? 1 : statuses[kind] };
}

/** An error inside a phase of init, join or reset. */
export function inPhase(phase: string, error: unknown): KubeadmError {
  if (!(error instanceof KubeadmError)) throw error;
  return new KubeadmError(`error execution phase ${phase}: ${error.message}`, error.kind);
}
