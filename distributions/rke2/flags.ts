import { flagCheck, flagsOf } from "../rancher/flags";

/**
 * Keys an RKE2 configuration file may have. RKE2 only warns about others and ignores them, so that a typo such as `tls-sans`
 * would be lost silently. From docs.rke2.io/reference/{server_config,linux_agent_config} and, for flags missing there
 * (`secrets-encryption` is hidden), pkg/cli/cmds of rancher/rke2 at v1.34.1+rke2r1.
 */
const COMMON_FLAGS = `
  config debug data-dir bind-address token token-file server enable-pprof kubelet-path
  node-name with-node-id node-label node-taint node-ip node-external-ip node-internal-dns node-external-dns resolv-conf
  image-credential-provider-bin-dir image-credential-provider-config protect-kernel-defaults selinux lb-server-port
  container-runtime-endpoint default-runtime snapshotter private-registry airgap-extra-registry
  disable-default-registry-endpoint nonroot-devices kubelet-arg kube-proxy-arg
  cloud-provider-name cloud-provider-config node-name-from-cloud-provider-metadata
  profile audit-policy-file pod-security-admission-config-file
  control-plane-resource-requests control-plane-resource-limits control-plane-probe-configuration
  kube-apiserver-extra-mount kube-scheduler-extra-mount kube-controller-manager-extra-mount kube-proxy-extra-mount
  etcd-extra-mount cloud-controller-manager-extra-mount
  kube-apiserver-extra-env kube-scheduler-extra-env kube-controller-manager-extra-env kube-proxy-extra-env
  etcd-extra-env cloud-controller-manager-extra-env
  kube-apiserver-image kube-controller-manager-image cloud-controller-manager-image kube-proxy-image kube-scheduler-image
  pause-image runtime-image etcd-image`;

const SERVER_ONLY_FLAGS = `
  advertise-address tls-san tls-san-security agent-token agent-token-file cluster-reset cluster-reset-restore-path
  cluster-cidr service-cidr service-node-port-range cluster-dns cluster-domain egress-selector-mode servicelb-namespace
  cni ingress-controller enable-servicelb write-kubeconfig write-kubeconfig-mode write-kubeconfig-group helm-job-image
  datastore-endpoint datastore-cafile datastore-certfile datastore-keyfile etcd-expose-metrics
  etcd-disable-snapshots etcd-snapshot-name etcd-snapshot-schedule-cron etcd-snapshot-reconcile-interval
  etcd-snapshot-retention etcd-snapshot-dir etcd-snapshot-compress
  etcd-s3 etcd-s3-endpoint etcd-s3-endpoint-ca etcd-s3-skip-ssl-verify etcd-s3-access-key etcd-s3-secret-key
  etcd-s3-session-token etcd-s3-bucket etcd-s3-bucket-lookup-type etcd-s3-region etcd-s3-folder etcd-s3-retention
  etcd-s3-proxy etcd-s3-config-secret etcd-s3-insecure etcd-s3-timeout
  kube-apiserver-arg etcd-arg kube-controller-manager-arg kube-scheduler-arg kube-cloud-controller-manager-arg
  disable disable-agent disable-scheduler disable-cloud-controller disable-kube-proxy disable-apiserver
  disable-controller-manager disable-etcd embedded-registry supervisor-metrics system-default-registry
  secrets-encryption secrets-encryption-provider`;

/** Flags of each kind of RKE2 node. */
export const RKE2_FLAGS = flagsOf(COMMON_FLAGS, { server: SERVER_ONLY_FLAGS, agent: "" });

export const checkFlags = flagCheck("RKE2", RKE2_FLAGS);
