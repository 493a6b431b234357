import type { BootstrapContext } from "../../components/bootstrap";
import { rancherBootstrap } from "../../rancher/components/bootstrap";
import type { K3sPlan } from "../plan";
import { k3sProgram } from "../program";
import * as scripts from "../script";

/** k3s: servers and agents, joined through the supervisor, which shares the API's port. */
export const bootstrap = (_name: string, context: BootstrapContext<K3sPlan>) =>
  rancherBootstrap(k3sProgram, scripts, context);
