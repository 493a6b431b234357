import { stringify } from "yaml";
import { resourceKinds, type TalosResource, type ResourceKind } from "../../cluster/methods/resources";
import { multiError } from "../../machine/config/multi-error";
import { RpcError } from "../../machine/rpc";
import { connectTalosctl, connectInsecurely, type TalosClient } from "../client";
import { CommandError, type Command, type Run } from "../command";
import { talosctlTable } from "../table";

interface Found {
  readonly node: string;
  readonly resource: TalosResource;
}

export const getCommand: Command = {
  path: "get",
  aliases: ["g"],
  operands: [1, 2],
  flags: [
    { name: "namespace", kind: "string" },
    { name: "output", short: "o", kind: "choice", choices: ["json", "table", "yaml"] },
    { name: "insecure", short: "i", kind: "bool" },
  ],
  run: async (run) => {
    const [type = "", id] = run.operands;
    const kind = resourceKinds.find((each) => each.type === type || each.aliases.includes(type.toLowerCase()));
    if (!kind) throw new CommandError(`rpc error: code = NotFound desc = resource "${type}" is not registered`);
    const client = run.flags.has("insecure") ? connectInsecurely(run) : await connectTalosctl(run);
    const { found, problem } = await collect(client, { type, ...(id !== undefined && { id }) });
    print(run, kind, found);
    if (problem !== undefined) throw new CommandError(problem);
  },
};

/** Every node is asked by itself. */
async function collect(
  client: TalosClient,
  request: unknown,
): Promise<{ found: Found[]; problem: string | undefined }> {
  const found: Found[] = [];
  const problems: string[] = [];
  for (const node of client.nodes.length > 0 ? client.nodes : [undefined]) {
    try {
      const [answer] = await client.ask("State/Get", request, { target: node === undefined ? {} : { node } });
      const shown = node ?? client.endpoints[0] ?? "";
      found.push(...(answer?.value as readonly TalosResource[]).map((resource) => ({ node: shown, resource })));
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      problems.push(error.message);
    }
  }
  return { found, problem: multiError(problems) };
}

function print({ flags, terminal }: Run, kind: ResourceKind, found: readonly Found[]): void {
  const format = flags.text("output") ?? "table";
  if (format === "json") return found.forEach((each) => terminal.out(`${JSON.stringify(objectOf(each), null, 4)}\n`));
  if (format === "yaml") return found.forEach((each) => terminal.out(`${stringify(objectOf(each), { indent: 4 })}`));
  const head = ["NODE", "NAMESPACE", "TYPE", "ID", "VERSION", ...Object.keys(kind.columns)];
  const shown = kind.type.split(".")[0]?.replace(/ies$/, "y").replace(/uses$/, "us").replace(/s$/, "") ?? "";
  const rows = found.map(({ node, resource: { id, namespace, spec } }) => [
    node,
    namespace,
    shown,
    id,
    "1",
    ...Object.values(kind.columns).map((column) => column(spec)),
  ]);
  terminal.out(talosctlTable([head, ...rows]));
}

function objectOf({ node, resource: { id, namespace, spec, type } }: Found): unknown {
  return { node, metadata: { namespace, type, id, version: 1, phase: "running" }, spec };
}
