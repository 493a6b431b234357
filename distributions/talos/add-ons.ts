import type { AddOnLimits } from "../../model/add-on";

/** No earlier one was tested with Kubernetes 1.31 (v1.16.0: up to 1.30), the oldest that current Talos runs. */
export const CILIUM: AddOnLimits = { oldest: "v1.17.0", why: "no older one was tested with Kubernetes 1.31" };

/** cilium-cli's README: at v0.15.22 the mode without Helm goes after v0.15, at v0.16.0 "Cilium 1.15 and newer". */
export const CILIUM_CLI: AddOnLimits = {
  oldest: "v0.16.0",
  why: "only since then it installs with Helm alone, and Cilium 1.15 and newer whole",
};

/** Cilium's operator/pkg/gateway-api/cell.go, v1.17.0 to v1.19.5: without one of requiredGVKs it serves no Gateway. */
export const GATEWAY_API: AddOnLimits = {
  oldest: "v1.1.0",
  why: "Cilium needs GRPCRoute v1, which that release introduced",
};
