import * as pulumi from "@pulumi/pulumi";
import type { RegisterOptions } from "./recording";

/** What a request carries besides its inputs. */
export interface Requested extends RegisterOptions {
  /** URN of the parent; empty for the stack itself. */
  readonly parent: string;
}

interface Monitor {
  registerResource(request: RegisterRequest, callback: unknown): void;
  registerErrorHook?: unknown;
  registerResourceHook?: unknown;
}

/** The part of the SDK's request message that tests need. */
interface RegisterRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getDependenciesList(): string[];
  getPropertydependenciesMap(): { forEach(each: (value: { getUrnsList(): string[] }, key: string) => void): void };
  getIgnorechangesList(): string[];
  getDeletebeforereplace(): boolean;
  getAdditionalsecretoutputsList(): string[];
  getReplacementTrigger(): { toJavaScript(): unknown } | undefined;
  getProvider(): string;
  getDeletedwith(): string;
  getReplaceonchangesList(): string[];
  getImportid(): string;
}

/**
 * Keeps every request by `type::name`: the mock monitor keeps neither options nor parents, and knows no hooks
 * (facts: pulumi.md §B4).
 */
export function watchRequests(requests: Map<string, Requested>): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const accept = (_request: unknown, callback: (error: null, answer: object) => void) => callback(null, {});
  monitor.registerErrorHook = accept;
  monitor.registerResourceHook = accept;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    requests.set(`${request.getType()}::${request.getName()}`, optionsOf(request));
    register(request, callback);
  };
}

function optionsOf(request: RegisterRequest): Requested {
  const propertyDependencies: Record<string, readonly string[]> = {};
  request.getPropertydependenciesMap().forEach((value, key) => (propertyDependencies[key] = value.getUrnsList()));
  return {
    parent: request.getParent(),
    dependsOn: request.getDependenciesList(),
    propertyDependencies,
    ignoreChanges: request.getIgnorechangesList(),
    deleteBeforeReplace: request.getDeletebeforereplace(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    replacementTrigger: request.getReplacementTrigger()?.toJavaScript(),
    provider: request.getProvider(),
    deletedWith: request.getDeletedwith(),
    replaceOnChanges: request.getReplaceonchangesList(),
    importId: request.getImportid(),
  };
}
