/**
 * Keys a configuration file may have, from docs.rke2.io/reference/{server_config,linux_agent_config} and, for the hidden
 * ones, pkg/cli/cmds of rancher/rke2. Kept apart from the program's own table, so that a mistake there shows here.
 */
const both = `
  config debug data-dir bind-address token token-file server node-name with-node-id node-label node-taint node-ip
  node-external-ip node-internal-dns node-external-dns resolv-conf image-credential-provider-bin-dir
  image-credential-provider-config protect-kernel-defaults selinux lb-server-port container-runtime-endpoint
  default-runtime snapshotter private-registry airgap-extra-registry disable-default-registry-endpoint nonroot-devices
  kubelet-arg kube-proxy-arg cloud-provider-name cloud-provider-config profile audit-policy-file
  pod-security-admission-config-file control-plane-resource-requests control-plane-resource-limits
  control-plane-probe-configuration kube-apiserver-extra-mount kube-scheduler-extra-mount
  kube-controller-manager-extra-mount kube-proxy-extra-mount etcd-extra-mount cloud-controller-manager-extra-mount
  kube-apiserver-extra-env kube-scheduler-extra-env kube-controller-manager-extra-env kube-proxy-extra-env
  etcd-extra-env cloud-controller-manager-extra-env kube-apiserver-image kube-controller-manager-image
  cloud-controller-manager-image kube-proxy-image kube-scheduler-image pause-image runtime-image etcd-image
  enable-pprof kubelet-path node-name-from-cloud-provider-metadata v vmodule`;

const serverOnly = `
  advertise-address tls-san tls-san-security agent-token agent-token-file cluster-reset cluster-reset-restore-path
  cluster-cidr service-cidr service-node-port-range cluster-dns cluster-domain egress-selector-mode
  servicelb-namespace cni ingress-controller enable-servicelb write-kubeconfig write-kubeconfig-mode
  write-kubeconfig-group write-kubeconfig-name helm-job-image datastore-endpoint datastore-cafile datastore-certfile
  datastore-keyfile etcd-expose-metrics etcd-disable-snapshots etcd-snapshot-name etcd-snapshot-schedule-cron
  etcd-snapshot-reconcile-interval etcd-snapshot-retention etcd-snapshot-dir etcd-snapshot-compress etcd-s3
  etcd-s3-endpoint etcd-s3-endpoint-ca etcd-s3-skip-ssl-verify etcd-s3-access-key etcd-s3-secret-key
  etcd-s3-session-token etcd-s3-bucket etcd-s3-bucket-lookup-type etcd-s3-region etcd-s3-folder etcd-s3-retention
  etcd-s3-proxy etcd-s3-config-secret etcd-s3-insecure etcd-s3-timeout kube-apiserver-arg etcd-arg
  kube-controller-manager-arg kube-scheduler-arg kube-cloud-controller-manager-arg disable disable-agent
  disable-scheduler disable-cloud-controller disable-kube-proxy disable-apiserver disable-controller-manager
  disable-etcd embedded-registry supervisor-metrics system-default-registry secrets-encryption
  secrets-encryption-provider`;

const words = (text: string): string[] => text.trim().split(/\s+/);

export const knownFlags: Readonly<Record<"server" | "agent", ReadonlySet<string>>> = {
  server: new Set([...words(both), ...words(serverOnly)]),
  agent: new Set(words(both)),
};
