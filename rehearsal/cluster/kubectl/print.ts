import { stringify } from "yaml";
import type { SimulatedCluster } from "../cluster";
import { isReady } from "../conditions";
import type { ClusterNode } from "../node";
import { jsonpath } from "./jsonpath";
import { KubectlError } from "./kubectl-error";

/** A table as kubectl pads it: three blanks between columns, no header if so wished. */
export function kubectlTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  noHeaders: boolean,
): string {
  const all = noHeaders ? rows : [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  return all
    .map(
      (row) => `${row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd((widths[i] ?? 0) + 3))).join("")}\n`,
    )
    .join("");
}

export function nodeRow(cluster: SimulatedCluster, node: ClusterNode, wide: boolean): readonly string[] {
  const prefix = "node-role.kubernetes.io/";
  const roles = [...node.labels.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  const state = [isReady(cluster, node) ? "Ready" : "NotReady", ...(node.unschedulable ? ["SchedulingDisabled"] : [])];
  const row = [
    node.name,
    state.join(","),
    roles.sort().join(",") || "<none>",
    age(cluster, node.createdAt),
    node.version,
  ];
  const { osImage, kernelVersion, containerRuntime } = node.system;
  return wide ? [...row, node.address, "<none>", osImage, kernelVersion, containerRuntime] : row;
}

export const nodeHeader = (wide: boolean): readonly string[] => [
  "NAME",
  "STATUS",
  "ROLES",
  "AGE",
  "VERSION",
  ...(wide ? ["INTERNAL-IP", "EXTERNAL-IP", "OS-IMAGE", "KERNEL-VERSION", "CONTAINER-RUNTIME"] : []),
];

function age({ context }: SimulatedCluster, createdAt: number): string {
  const seconds = Math.floor((context.clock.now() - createdAt) / Math.max(context.latencies.guestSecond, 0.001));
  return seconds < 120
    ? `${seconds}s`
    : seconds < 7_200
      ? `${Math.floor(seconds / 60)}m`
      : `${Math.floor(seconds / 3600)}h`;
}

/** `-o json|yaml|name|jsonpath=…`; undefined for the table forms. */
export function printObject(
  format: string,
  value: Record<string, unknown>,
  names: readonly string[],
): string | undefined {
  if (format === "" || format === "wide") return undefined;
  if (/^(jsonpath|go-template|template)$/.test(format))
    throw new KubectlError("error: template format specified but no template given");
  if (format === "json") return `${JSON.stringify(value, null, 4)}\n`;
  if (format === "yaml") return stringify(value);
  if (format === "name") return names.map((name) => `${name}\n`).join("");
  if (format.startsWith("jsonpath="))
    return jsonpath(format.slice("jsonpath=".length).replace(/^'(.*)'$/s, "$1"), value);
  throw new KubectlError(
    `error: unable to match a printer suitable for the output format "${format}", allowed formats are: custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,name,template,templatefile,wide,yaml`,
  );
}
