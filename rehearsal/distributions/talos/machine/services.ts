/** A service of a machine as `talosctl service` lists it. */
export interface ServiceStatus {
  readonly id: string;
  readonly state: "Waiting" | "Preparing" | "Running" | "Stopping" | "Failed" | "Finished";
  /** Undefined for services that have no health check. */
  readonly healthy: boolean | undefined;
  /** The last thing that happened to it. */
  readonly event: string;
}

export const running = (id: string, healthy?: boolean): ServiceStatus => ({
  id,
  state: "Running",
  healthy: healthy ?? true,
  event: healthy === false ? "Health check failed" : "Health check successful",
});

export const waiting = (id: string, event: string): ServiceStatus => ({
  id,
  state: "Waiting",
  healthy: undefined,
  event,
});
