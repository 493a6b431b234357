import type { Command } from "./command";
import { applyConfig } from "./commands/apply-config";
import { bootstrap } from "./commands/bootstrap";
import { configCommands } from "./commands/config";
import { etcdCommands } from "./commands/etcd";
import { get } from "./commands/get";
import { health } from "./commands/health";
import { kubeconfig } from "./commands/kubeconfig";
import { powerCommands } from "./commands/power";
import { reset } from "./commands/reset";
import { service } from "./commands/service";
import { time } from "./commands/time";
import { upgrade } from "./commands/upgrade";
import { upgradeKubernetes } from "./commands/upgrade-k8s";
import { validate } from "./commands/validate";
import { version } from "./commands/version";

/** What of talosctl is simulated; whatever else is asked for is an unknown command. */
export const everyCommand: readonly Command[] = [
  applyConfig,
  bootstrap,
  ...configCommands,
  ...etcdCommands,
  get,
  health,
  kubeconfig,
  ...powerCommands,
  reset,
  service,
  time,
  upgrade,
  upgradeKubernetes,
  validate,
  version,
];
