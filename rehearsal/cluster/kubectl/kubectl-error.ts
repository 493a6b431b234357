/** A failed kubectl call in kubectl's words; the exit status is 1 throughout. */
export class KubectlError extends Error {
  readonly stdout: string;

  constructor(message: string, stdout = "") {
    super(message);
    this.stdout = stdout;
  }
}

export const notFound = (resource: string, name: string): KubectlError =>
  new KubectlError(`Error from server (NotFound): ${resource} "${name}" not found`);
