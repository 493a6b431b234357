import { parse } from "yaml";
import { CERTIFICATE_KEY_MARK, TOKEN_MARK } from "../../../distributions/kubeadm/documents";
import { splitOrder } from "../../../model/step-order";
import { recordStack } from "../../support/record-stack";
import type { Registered } from "../../support/pulumi-mocks";
import type { Document } from "./document";
import { CILIUM_VALUES } from "../readers/cilium-values";
import { valuesOfCilium } from "./chart-values";
import { inlineManifests } from "./inline-manifests";
import { pveDocuments } from "./pve-documents";
import { realSecrets } from "./real-secrets";
import type { JudgedStack } from "./stacks";
import { scriptVariables } from "./script-variables";
import { writtenFiles } from "./written-files";

type Named = Pick<Document, "name" | "text">;

/** Every document that the program registers for a stack, wherever it is held. */
export async function documentsOf(stack: JudgedStack): Promise<Document[]> {
  const { recording, plan } = await recordStack("judged", stack.sections(), { nodes: {} }, realSecrets);
  const { cluster } = plan;
  const release = cluster.distribution === "talos" ? cluster.kubernetesVersion : cluster.version;
  const kubernetes = /^v1\.\d+/.exec(release)?.[0] ?? release;
  // Talos passes over a document for cloud-init (its platform nocloud), so that nobody reads it.
  const isRead = ({ name }: Named) => cluster.distribution !== "talos" || !name.endsWith(": user-data");
  return recording.resources
    .flatMap(documents)
    .filter(isRead)
    .map((named) => ({ stack: stack.name, kubernetes, ...named }));
}

function documents(resource: Registered): Named[] {
  switch (resource.type) {
    case "proxmoxve:index/fileLegacy:FileLegacy":
      return snippet(resource);
    case "proxmoxve:index/vmLegacy:VmLegacy":
      return ofPve(resource);
    case "command:local:Command":
      return ofCommand(resource);
    default:
      return [];
  }
}

function snippet({ name, inputs }: Registered): Named[] {
  const { data } = inputs["sourceRaw"] as { data: string };
  const { write_files } = parse(data) as { write_files: { path: string; content: string }[] };
  const files = write_files.map(({ path, content }) => ({ name: `${name}: ${path}`, text: content }));
  return [{ name, text: data }, ...files];
}

function ofPve(resource: Registered): Named[] {
  const documents = pveDocuments(resource);
  if (!documents) return [];
  const { userData, networkConfig, metaData } = documents;
  const texts = { "user-data": userData, "network-config": networkConfig, "meta-data": metaData };
  return Object.entries(texts).map(([kind, text]) => ({ name: `${resource.name}: ${kind}`, text }));
}

/** The script, and the files and longer texts in there. */
function ofCommand({ name, inputs }: Registered): Named[] {
  const stdin = splitOrder(String(inputs["stdin"])).script;
  const files = writtenFiles(stdin).map(({ path, content }) => ({ name: `${name}: ${path}`, text: content }));
  const texts = scriptVariables(stdin).flatMap(({ name: variable, value }) =>
    value.includes("\n") ? [{ name: `${name}: $${variable}`, text: filledIn(value) }] : [],
  );
  const held = [...files, ...texts];
  const manifests = held.flatMap((holder) =>
    inlineManifests(holder.text).map((each) => ({ name: `${holder.name}: ${each.name}`, text: each.contents })),
  );
  const values = [...held, ...manifests].flatMap((holder) =>
    valuesOfCilium(holder.text).map((text) => ({ name: `${holder.name}: ${CILIUM_VALUES}`, text })),
  );
  return [{ name: `${name}: stdin`, text: stdin }, ...held, ...manifests, ...values];
}

/** What a machine of kubeadm puts in place of the marks when it joins. */
export function filledIn(text: string): string {
  return text.replace(TOKEN_MARK, "abcdef.0123456789abcdef").replace(CERTIFICATE_KEY_MARK, "0f".repeat(32));
}
