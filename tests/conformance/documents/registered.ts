import { recordStack } from "../../support/record-stack";
import type { Registered } from "../../support/pulumi-mocks";
import type { Document } from "./document";
import { pveDocuments } from "./pve-documents";
import { realSecrets } from "./real-secrets";
import type { JudgedStack } from "./stacks";
import { writtenFiles } from "./written-files";

type Named = Pick<Document, "name" | "text">;

/** Every document that the program registers for a stack, wherever it is held. */
export async function documentsOf(stack: JudgedStack): Promise<Document[]> {
  const { recording, plan } = await recordStack("judged", stack.sections(), { nodes: {} }, realSecrets);
  const { cluster } = plan;
  const release = cluster.distribution === "talos" ? cluster.kubernetesVersion : cluster.version;
  const kubernetes = /^v1\.\d+/.exec(release)?.[0] ?? release;
  return recording.resources.flatMap(documents).map((named) => ({ stack: stack.name, kubernetes, ...named }));
}

function documents(resource: Registered): Named[] {
  switch (resource.type) {
    case "proxmoxve:index/fileLegacy:FileLegacy":
      return snippet(resource);
    case "proxmoxve:index/vmLegacy:VmLegacy":
      return ofPve(resource);
    case "command:remote:Command":
    case "command:local:Command":
      return ofCommand(resource);
    default:
      return [];
  }
}

function snippet({ name, inputs }: Registered): Named[] {
  const { data } = inputs["sourceRaw"] as { data: string };
  return [{ name, text: data }];
}

function ofPve(resource: Registered): Named[] {
  const documents = pveDocuments(resource);
  if (!documents) return [];
  const { userData, networkConfig, metaData } = documents;
  const texts = { "user-data": userData, "network-config": networkConfig, "meta-data": metaData };
  return Object.entries(texts).map(([kind, text]) => ({ name: `${resource.name}: ${kind}`, text }));
}

/** What it runs, what it feeds that, and the files in there. */
function ofCommand({ name, inputs }: Registered): Named[] {
  const lines = ["create", "update", "delete"].flatMap((kind) => {
    const line = inputs[kind];
    return typeof line === "string" ? [{ name: `${name}: ${kind} command`, text: `${line}\n` }] : [];
  });
  const stdin = inputs["stdin"];
  if (typeof stdin !== "string") return lines;
  const files = writtenFiles(stdin).map(({ path, content }) => ({ name: `${name}: ${path}`, text: content }));
  return [...lines, { name: `${name}: stdin`, text: stdin }, ...files];
}
