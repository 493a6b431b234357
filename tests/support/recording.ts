import { splitOrder } from "../../model/step-order";

/** One resource as the program registered it. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  /** Inputs with secret wrappers taken off. */
  readonly inputs: Record<string, unknown>;
  /** Top-level inputs that arrived as secrets. */
  readonly secretInputs: readonly string[];
  /** URN of the parent; empty for the stack itself. */
  readonly parent: string;
  readonly urn: string;
  readonly options: RegisterOptions;
}

/** The options a request carries that tests speak about. */
export interface RegisterOptions {
  readonly dependsOn: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly ignoreChanges: readonly string[];
  readonly deleteBeforeReplace: boolean;
  readonly additionalSecretOutputs: readonly string[];
  readonly replacementTrigger: unknown;
  /** As `urn::id`; empty where the engine takes its default. */
  readonly provider: string;
  readonly deletedWith: string;
  readonly replaceOnChanges: readonly string[];
  /** Empty for what is made. */
  readonly importId: string;
}

/** What a step gets besides its script. */
export const orderOf = ({ inputs }: Registered) => splitOrder(String(inputs["stdin"])).order;
/** What a step hands to the machine it runs on, or to the operator's own shell. */
export const scriptOf = ({ inputs }: Registered) => splitOrder(String(inputs["stdin"])).script;

/** Everything one run of a program registered, in order. */
export class Recording {
  readonly resources: Registered[] = [];

  named(name: string, type?: string): Registered {
    const found = this.resources.filter((r) => r.name === name && (type === undefined || r.type === type));
    if (found.length !== 1 || !found[0]) throw new Error(`${found.length} resources are named ${name}`);
    return found[0];
  }

  ofType(type: string): Registered[] {
    return this.resources.filter((resource) => resource.type === type);
  }
}
