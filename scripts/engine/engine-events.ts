/** What a step did to a resource, in the engine's words; `same` is no change. */
export type Operation = string;

/** One of the engine's events, as far as we read it. */
export interface EngineEvent {
  readonly timestamp?: number;
  readonly diagnosticEvent?: { readonly urn?: string; readonly message: string; readonly severity: string };
  readonly summaryEvent?: { readonly resourceChanges?: Readonly<Record<Operation, number>> };
  readonly resourcePreEvent?: { readonly metadata: StepMetadata };
  readonly resOutputsEvent?: { readonly metadata: StepMetadata };
  readonly resOpFailedEvent?: { readonly metadata: StepMetadata };
}

export interface StepMetadata {
  readonly op: Operation;
  readonly urn: string;
  readonly type: string;
  readonly diffs?: readonly string[] | null;
}

/**
 * What SDK and plugins say to whoever looks for a fault in them: whole requests and answers, with every secret in the open.
 * The engine prints it with --debug alone, but always tells it to who listens.
 */
export const isForDebugging = ({ diagnosticEvent }: EngineEvent): boolean => diagnosticEvent?.severity === "debug";

/** The first of all, which repeats the configuration, and with it a secret that somebody left in plain text. */
export const repeatsConfiguration = (event: EngineEvent): boolean => "preludeEvent" in event;

/** How many resources a run changed, by operation; resources that stayed the same are left out. */
export function changesOf(events: readonly EngineEvent[]): Record<Operation, number> {
  const summary = events.flatMap((event) => event.summaryEvent ?? []).at(-1);
  const changes = Object.entries(summary?.resourceChanges ?? {}).filter(([op]) => op !== "same");
  return Object.fromEntries(changes);
}

/** The steps that a preview announces, or an update took: everything that is not `same` or a mere read. */
export function changedSteps(events: readonly EngineEvent[]): StepMetadata[] {
  const steps = events.flatMap((event) => (event.resourcePreEvent ? [event.resourcePreEvent.metadata] : []));
  return steps.filter(({ op }) => op !== "same" && op !== "read" && op !== "refresh");
}

/** What a refresh found changed on the host. The stack's look at its own last run is no part of the host. */
export function driftOf(events: readonly EngineEvent[]): StepMetadata[] {
  const found = events.flatMap((event) => (event.resOutputsEvent ? [event.resOutputsEvent.metadata] : []));
  return found.filter(({ op, type }) => !["same", "refresh", "read"].includes(op) && !type.startsWith("pulumi:"));
}

/** Steps that a run began and never told the end of. */
export function unfinishedSteps(events: readonly EngineEvent[]): StepMetadata[] {
  const ended = new Set(events.map((event) => (event.resOutputsEvent ?? event.resOpFailedEvent)?.metadata.urn));
  return changedSteps(events).filter(({ urn, type }) => !ended.has(urn) && type !== "pulumi:pulumi:Stack");
}

/** Errors a run reported, each with the resource it concerns when there is one. */
export function errorsOf(events: readonly EngineEvent[]): { urn: string; message: string }[] {
  return events.flatMap(({ diagnosticEvent: d }) =>
    d?.severity === "error" ? [{ urn: d.urn ?? "", message: plain(d.message) }] : [],
  );
}

/** The engine marks colours as <{%fg 1%}> even with --color never. */
function plain(text: string): string {
  return text.replace(/<\{%.*?%\}>/g, "").trim();
}
