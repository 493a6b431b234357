import { flagCheck, flagsOf } from "../rancher/flags";

/**
 * Keys a k3s configuration file may have. A server only warns about others and ignores them, so that a typo such as
 * `tls-sans` would be lost silently; an agent does not start. From pkg/cli/cmds/{server,agent,log}.go of k3s-io/k3s, and docs.k3s.io/cli/{server,agent} for
 * newer ones.
 */
const COMMON_FLAGS = `
  config debug v vmodule log alsologtostderr data-dir bind-address token token-file server lb-server-port
  node-name with-node-id node-label node-taint node-ip node-external-ip node-internal-dns node-external-dns resolv-conf
  image-credential-provider-bin-dir image-credential-provider-config selinux protect-kernel-defaults
  container-runtime-endpoint default-runtime image-service-endpoint disable-default-registry-endpoint nonroot-devices
  pause-image snapshotter private-registry airgap-extra-registry docker flannel-iface flannel-conf flannel-cni-conf
  vpn-auth vpn-auth-file kubelet-arg kube-proxy-arg prefer-bundled-bin rootless enable-pprof`;

const SERVER_ONLY_FLAGS = `
  https-listen-port advertise-address advertise-port tls-san tls-san-security agent-token agent-token-file
  cluster-init cluster-reset cluster-reset-restore-path cluster-cidr service-cidr service-node-port-range cluster-dns
  cluster-domain flannel-backend flannel-ipv6-masq flannel-external-ip egress-selector-mode servicelb-namespace
  write-kubeconfig write-kubeconfig-mode write-kubeconfig-group write-kubeconfig-name helm-job-image helm-controller-arg
  disable-helm-controller kube-apiserver-arg etcd-arg kube-controller-manager-arg kube-scheduler-arg
  kube-cloud-controller-manager-arg datastore-endpoint datastore-cafile datastore-certfile datastore-keyfile kine-tls
  etcd-expose-metrics etcd-disable-snapshots etcd-snapshot-name etcd-snapshot-schedule-cron
  etcd-snapshot-reconcile-interval etcd-snapshot-retention etcd-snapshot-dir etcd-snapshot-compress
  etcd-s3 etcd-s3-endpoint etcd-s3-endpoint-ca etcd-s3-skip-ssl-verify etcd-s3-access-key etcd-s3-secret-key
  etcd-s3-session-token etcd-s3-bucket etcd-s3-bucket-lookup-type etcd-s3-region etcd-s3-folder etcd-s3-retention
  etcd-s3-proxy etcd-s3-config-secret etcd-s3-insecure etcd-s3-timeout
  disable default-local-storage-path disable-scheduler disable-cloud-controller disable-kube-proxy disable-network-policy
  disable-apiserver disable-controller-manager disable-etcd disable-agent embedded-registry supervisor-metrics
  secrets-encryption secrets-encryption-provider system-default-registry`;

/** Flags of each kind of k3s node. */
export const K3S_FLAGS = flagsOf(COMMON_FLAGS, { server: SERVER_ONLY_FLAGS, agent: "disable-apiserver-lb" });

export const checkFlags = flagCheck("k3s", K3S_FLAGS);
