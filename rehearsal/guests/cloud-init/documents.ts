import { parse, parseDocument } from "yaml";
import type { PowerOn } from "pve-simulator";

export type CloudConfig = Readonly<Record<string, unknown>>;
export type CloudInitDrive = NonNullable<PowerOn["cloudInit"]>;

/** What cloud-init makes of the documents, and what it complains about. */
export interface Documents {
  readonly instanceId: string;
  readonly config: CloudConfig;
  readonly warnings: readonly string[];
  readonly errors: readonly string[];
}

/** Reads the drive: the user document over the vendor document, each ignored as a whole when it is no YAML. */
export function readCloudInitDocuments(drive: CloudInitDrive): Documents {
  const user = cloudConfig("user-data", drive.userData);
  const vendor = cloudConfig("vendor-data", drive.vendorData ?? "");
  const meta = (safeParse(drive.metaData) ?? {}) as { "instance-id"?: string };
  return {
    instanceId: meta["instance-id"] ?? "iid-datasource-none",
    config: mergeUnder(user.config, vendor.config),
    warnings: [...user.warnings, ...vendor.warnings],
    errors: [...user.errors, ...vendor.errors],
  };
}

function cloudConfig(name: string, text: string): Omit<Documents, "instanceId"> {
  const nothing = { config: {}, warnings: [] as string[], errors: [] as string[] };
  if (text.trim() === "") return nothing;
  if (!/^#cloud-config[ \t]*(\r?\n|$)/.test(text))
    return {
      ...nothing,
      warnings: [`Unhandled non-multipart (text/x-not-multipart) userdata: '${text.slice(0, 24)}...'`],
    };
  // PyYAML's safe_load reads YAML 1.1: yes and on are true, 0644 is octal.
  const document = parseDocument(text, { version: "1.1" });
  const problem = document.errors[0];
  if (problem)
    return {
      ...nothing,
      errors: [
        `Failed loading yaml blob. Invalid format at line ${problem.linePos?.[0].line ?? 1} column ${problem.linePos?.[0].col ?? 1}: "${problem.message.split("\n")[0] ?? ""}"`,
      ],
    };
  const value: unknown = document.toJS();
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return {
      ...nothing,
      errors: [
        `Failed loading yaml blob. Yaml load allows (<class 'dict'>,) root types, but got ${Array.isArray(value) ? "list" : typeof value} instead`,
      ],
      warnings: [`Failed at merging in cloud config part from ${name}`],
    };
  return { ...nothing, config: value as CloudConfig };
}

function safeParse(text: string): unknown {
  try {
    return parse(text, { version: "1.1" });
  } catch {
    return undefined;
  }
}

/** cloud-init's default merge: maps recurse, anything else of the first document wins, lists included (m_dict, no_replace). */
export function mergeUnder(first: CloudConfig, second: CloudConfig): CloudConfig {
  const merged: Record<string, unknown> = { ...second, ...first };
  for (const [key, value] of Object.entries(first)) {
    const other = second[key];
    if (isMap(value) && isMap(other)) merged[key] = mergeUnder(value, other);
  }
  return merged;
}

function isMap(value: unknown): value is CloudConfig {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
