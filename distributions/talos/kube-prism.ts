/** Talos' load balancer for the API server on every node's localhost. */
export const KUBE_PRISM_PORT = 7445;
