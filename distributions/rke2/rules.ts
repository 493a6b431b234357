import type { Issue } from "../../model/errors";
import { agentRules } from "../rancher/rules";
import type { Rke2Config } from "./plan";

/** Every rule that applies only to RKE2. */
export const rules: readonly ((config: Rke2Config) => Issue[])[] = agentRules;
