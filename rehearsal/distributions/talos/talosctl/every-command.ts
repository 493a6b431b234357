import type { Command } from "./command";
import { applyConfig } from "./commands/apply-config";
import { bootstrapCommand } from "./commands/bootstrap";
import { configCommands } from "./commands/config";
import { etcdCommands } from "./commands/etcd";
import { getCommand } from "./commands/get";
import { health } from "./commands/health";
import { kubeconfig } from "./commands/kubeconfig";
import { powerCommands } from "./commands/power";
import { resetCommand } from "./commands/reset";
import { service } from "./commands/service";
import { timeCommand } from "./commands/time";
import { upgrade } from "./commands/upgrade";
import { upgradeKubernetes } from "./commands/upgrade-k8s";
import { validateCommand } from "./commands/validate";
import { versionCommand } from "./commands/version";

/** What of talosctl is simulated; whatever else is asked for is an unknown command. */
export const everyCommand: readonly Command[] = [
  applyConfig,
  bootstrapCommand,
  ...configCommands,
  ...etcdCommands,
  getCommand,
  health,
  kubeconfig,
  ...powerCommands,
  resetCommand,
  service,
  timeCommand,
  upgrade,
  upgradeKubernetes,
  validateCommand,
  versionCommand,
];
