import type { BootstrapContext } from "../../components/bootstrap";
import { rancherBootstrap } from "../../rancher/components/bootstrap";
import type { K3sPlan } from "../plan";
import { k3sProgram } from "../program";
import * as scripts from "../script";

/** k3s: servers and agents of its own release, joined through its supervisor, which answers where the API does. */
export const bootstrap = (_name: string, context: BootstrapContext<K3sPlan>) =>
  rancherBootstrap(k3sProgram, scripts, context);
