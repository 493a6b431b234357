/** A file a script writes on a machine. Never holds a secret. */
export interface RenderedFile {
  readonly path: string;
  /** As for chmod, e.g. `0600`. */
  readonly mode: "0440" | "0600" | "0644" | "0755";
  readonly content: string;
}
