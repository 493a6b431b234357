import type { BootstrapContext } from "../../components/bootstrap";
import { rancherBootstrap } from "../../rancher/components/bootstrap";
import type { Rke2Plan } from "../plan";
import { rke2Program } from "../program";
import * as scripts from "../script";

/** RKE2: servers and agents, joined through its supervisor port. */
export const bootstrap = (_name: string, context: BootstrapContext<Rke2Plan>) =>
  rancherBootstrap(rke2Program, scripts, context);
