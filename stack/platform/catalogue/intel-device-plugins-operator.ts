import type { ChartFacts } from "../../../model/platform/chart-facts";
import type { CatalogueEntry } from "../catalogue-entry";
import facts from "../charts/intel-device-plugins-operator.json";
import { guaranteedWithoutCpuLimit } from "./resources";

/** Runs Intel's device plugins, each as its object says. */
export const intelDevicePluginsOperator: CatalogueEntry = {
  title: "Intel Device Plugins Operator",
  namespace: "intel-device-plugins",
  tier: "2-gpu",
  // The plugins that it runs open the host's devices.
  podSecurity: "privileged",
  // It signs its webhook.
  needs: ["cert-manager"],
  timeoutSeconds: 300,
  facts: facts as ChartFacts,
  values: () => ({ manager: { devices: { gpu: true } }, resources: guaranteedWithoutCpuLimit("100m", "120Mi") }),
};
