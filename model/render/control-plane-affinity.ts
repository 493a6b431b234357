/** For pods that run only on control planes. */
export function onControlPlanes() {
  const matchExpressions = [{ key: "node-role.kubernetes.io/control-plane", operator: "Exists" }];
  return {
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] } },
  };
}
