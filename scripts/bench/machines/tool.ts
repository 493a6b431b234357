/** Something that builds machines from a description and takes them away again. */
export interface BenchTool {
  create(): Promise<unknown>;
  destroy(): Promise<unknown>;
}

/** Where a tool works; `ca.pem` in the directory is the authority of the simulation's API. */
export interface ToolPlace {
  readonly directory: string;
  readonly repository: string;
  /** Where whatever dials outside is led to. */
  readonly trapUrl: string;
}
