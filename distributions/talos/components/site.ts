import type { TalosPlan } from "../plan";
import type { Site } from "../../../components/site";
import type { TalosAuthorities } from "./authorities";

/** What Talos' components are built from, beside their machine. */
export interface TalosSite extends Site<TalosPlan> {
  readonly authorities: TalosAuthorities;
}
