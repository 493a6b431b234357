import { parameterErrors } from "../errors";
import { findVolume } from "./find-volume";
import type { Host } from "./host";
import { parseVolumeId } from "./volume";
import { checkVolumeName } from "./volume-name";

/** Refuses a hook script that is not there, before anybody asks who may set one (pve-guest-common, `check_hookscript`). */
export function checkHookScript(host: Host, value: string): void {
  const complaint = complaintOf(host, value);
  if (complaint !== undefined) throw parameterErrors({ hookscript: complaint });
}

function complaintOf(host: Host, value: string): string | undefined {
  const { storage = "", name = "" } = parseVolumeId(value) ?? {};
  try {
    checkVolumeName(host.storage(storage), name);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  if (!name.startsWith("snippets/")) return `'${value}' is not in the snippets directory`;
  // Nothing here makes a snippet executable.
  return `script '${value}' ${findVolume(host, value) ? "is not executable" : "does not exist"}`;
}
