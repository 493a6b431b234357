import type { CommandEvent, DocumentEvent, RequestEvent, ServiceEvent } from "../events";
import type { Invariant, InvariantContext } from "./invariant";
import type { Secret } from "./secrets";

/** One piece of text somebody else could read. `exempt` are the secrets that belong there. */
interface Readable {
  readonly where: string;
  readonly text: string;
  readonly machine?: string;
  readonly exempt?: (secret: Secret) => boolean;
}

/**
 * Looks for registered secrets in everything that other people, other processes, logs or backups get to see. Standard
 * input is not among them: that is how scripts and their secrets reach a machine.
 */
export const secretsStaySecret: Invariant = {
  name: "secrets-stay-secret",
  description:
    "no secret is readable in process arguments, logs, VM configuration, descriptions, snippets or plain state " +
    "(except a machine's SSH host key and console password hash in its own vendor document, and a join token handed to " +
    "the machine that requests it)",
  watch(context) {
    const told = new Set<string>();
    const read = (readable: Readable) => inspect(readable, context, told);
    return {
      event(event) {
        if (event.kind === "command") readableInCommand(event).forEach(read);
        if (event.kind === "service") readableOfService(event).forEach(read);
        if (event.kind === "request") readableInRequest(event).forEach(read);
        if (event.kind === "document") read(readableDocument(event));
        if (event.kind === "machine") {
          for (const [key, value] of Object.entries(event.config ?? {})) {
            const where = key === "description" ? "the VM description" : `${key} of the VM configuration`;
            read({ where, text: value, machine: event.machine });
          }
        }
        if (event.kind === "span" && event.error !== undefined) {
          read({ where: `the error of "${event.label}"`, text: event.error, machine: event.machine });
        }
      },
      text: read,
    };
  },
};

function inspect({ where, text, machine, exempt }: Readable, context: InvariantContext, told: Set<string>): void {
  for (const { secret, form } of context.secrets.sightings(text)) {
    const key = `${secret.name} ${where} ${machine}`;
    if (told.has(key) || exempt?.(secret) === true) continue;
    told.add(key);
    const owner = machine === undefined ? "" : ` of ${machine}`;
    context.violations({
      ...(machine !== undefined && { machine }),
      what: `secret ${secret.name} is readable in ${where}${owner}${form === "plain" ? "" : ` (${form})`}`,
      why: "anyone with access to it, or to a backup of it, has the secret",
    });
  }
}

function readableInCommand(event: CommandEvent): Readable[] {
  const texts: [string, string | undefined][] = [
    ["process arguments", event.command],
    ...argumentsOf(event),
    ["the standard error of a command", event.stderr],
  ];
  const { machine, stdout, user } = event;
  const told = { where: "the standard output of a command", exempt: ({ toldTo }: Secret) => toldTo === user };
  return [
    ...texts.flatMap(([where, text]) => (text === undefined ? [] : [{ where, text, machine }])),
    ...(stdout === undefined ? [] : [{ ...told, text: stdout, machine }]),
  ];
}

function readableOfService(event: ServiceEvent): Readable[] {
  const { machine, unit, journal } = event;
  const started = argumentsOf(event).map(([where, text]) => ({ where, text, machine }));
  return journal === undefined ? started : [...started, { where: `the journal of ${unit}`, text: journal, machine }];
}

function argumentsOf({ argv = [] }: CommandEvent | ServiceEvent): [string, string][] {
  return argv.map((words) => ["process arguments", words.join("\0")]);
}

/** A login has to carry its password; every other parameter ends up in a configuration or a log of the host. */
function readableInRequest({ path, params, method }: RequestEvent): Readable[] {
  if (path.replace(/^\//, "").startsWith("access/ticket")) return [];
  const where = `the parameters of ${method} ${path}`;
  return Object.values(params).flatMap((value) => [value].flat().map((text) => ({ where, text })));
}

function readableDocument({ name, content, machine }: DocumentEvent): Readable {
  const isVendor = /vendor/i.test(name);
  const exempt = ({ vendorDocumentOf: owner }: Secret) => {
    if (!isVendor || owner === undefined) return false;
    return owner === "every machine" || machine === owner || isNamedAfter(name, owner);
  };
  return { where: `the document ${name}`, text: content, machine, exempt };
}

/** `worker-1-vendor.yaml` is named after worker-1, `worker-10-vendor.yaml` is not. */
function isNamedAfter(document: string, machine: string): boolean {
  const at = document.indexOf(machine);
  return at >= 0 && !/[0-9]/.test(document.charAt(at + machine.length)) && !/[a-z0-9]/i.test(document.charAt(at - 1));
}
