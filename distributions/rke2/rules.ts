import type { Issue } from "../../model/errors";
import { agentRules } from "../rancher/rules";
import type { Rke2Config } from "./plan";

/** Every rule that only a cluster of RKE2 can break. */
export const rules: readonly ((config: Rke2Config) => Issue[])[] = agentRules;
