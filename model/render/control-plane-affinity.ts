/** For pods that belong to control planes only. */
export function onControlPlanes() {
  const matchExpressions = [{ key: "node-role.kubernetes.io/control-plane", operator: "Exists" }];
  return {
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] } },
  };
}
