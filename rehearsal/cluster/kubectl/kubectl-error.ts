/** A failed kubectl call in kubectl's words; the exit status is 1 throughout. */
export class KubectlError extends Error {
  readonly stdout: string;

  constructor(message: string, stdout = "") {
    super(message);
    this.stdout = stdout;
  }
}

/** An empty list is said on stderr and is no failure. */
export class NothingFound extends Error {}

export const notFound = (resource: string, name: string): KubectlError =>
  new KubectlError(`Error from server (NotFound): ${resource} "${name}" not found`);
