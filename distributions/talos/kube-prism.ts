/** Where every Talos node answers for the API server, on localhost, whatever control planes there are. */
export const KUBE_PRISM_PORT = 7445;
