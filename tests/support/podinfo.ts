import type { AddOnPlan } from "../../model/platform/add-on-plan";

/** A chart that the catalogue does not have. */
export const podinfo: AddOnPlan = {
  name: "web",
  chart: "podinfo",
  repository: "https://charts.example.net/stable/",
  version: "6.7.0",
  namespace: "web",
  tier: "4-aux",
  values: {},
  after: [],
  timeoutSeconds: 600,
};
