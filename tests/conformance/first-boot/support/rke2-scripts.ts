import {
  renderAgentScript,
  renderDrainScript,
  renderHealthGateScript,
  renderNodeScript,
  renderPrepareScript,
  renderServerScript,
} from "../../../../distributions/rke2/script";
import { asgard, planOf } from "./documents";

export const MASTER = "valaskjalf-master-1";
export const WORKER = "valaskjalf-worker-3";

/** Nothing else on a machine looks like them. */
export const secrets = { token: "5e12e7".repeat(10), agentToken: "a9e27".repeat(12) };

const master = planOf(MASTER);
const worker = planOf(WORKER);

export const prepareScript = (name: string): string => renderPrepareScript(asgard, planOf(name));
export const serverScript = (caHash: string): string => renderServerScript(asgard, master, { ...secrets, caHash });
export const agentScript = (caHash: string): string =>
  renderAgentScript(asgard, worker, { agentToken: secrets.agentToken, caHash });
export const workerNodeScript = (): string => renderNodeScript(worker);
export const healthGateScript = (): string => renderHealthGateScript(asgard, master, planOf("valaskjalf-master-2"));

const larger = { ...worker, cores: worker.cores + 1 };
/** What a server runs for its worker when that gets a core more. */
export const resized = { drain: renderDrainScript(larger), node: renderNodeScript(larger) };
