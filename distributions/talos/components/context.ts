import type { TalosPlan } from "../plan";
import type { BootstrapContext } from "../../components/bootstrap";
import type { TalosAuthorities } from "./authorities";

/** What Talos' components are built from, beside their machine. */
export interface TalosContext extends BootstrapContext<TalosPlan> {
  readonly authorities: TalosAuthorities;
}
