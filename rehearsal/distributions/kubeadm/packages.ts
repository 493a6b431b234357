import { binary, type DebPackage } from "../../guests/packages/deb-package";

const kubeletUnit =
  "[Unit]\nDescription=kubelet: The Kubernetes Node Agent\nWants=network-online.target\nAfter=network-online.target\n[Service]\nExecStart=/usr/bin/kubelet\nRestart=always\nStartLimitInterval=0\nRestartSec=10\n[Install]\nWantedBy=multi-user.target\n";

const kubeadmDropIn = `[Service]
Environment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf"
Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"
EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
EnvironmentFile=-/etc/default/kubelet
ExecStart=
ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS
`;

const UNITS = "/usr/lib/systemd/system";

/**
 * The packages of pkgs.k8s.io (kubernetes/release, cmd/krel/templates/latest). They are counted here as neither enabling nor
 * starting the kubelet: the manual has people do it, and who relies on it finds out after a reboot.
 */
export const kubernetesDebs: readonly DebPackage[] = [
  {
    name: "kubeadm",
    files: (version) => [
      binary("kubeadm", version),
      { path: `${UNITS}/kubelet.service.d/10-kubeadm.conf`, content: kubeadmDropIn },
    ],
  },
  {
    name: "kubelet",
    files: (version) => [
      binary("kubelet", version),
      { path: `${UNITS}/kubelet.service`, content: kubeletUnit },
      { path: "/etc/default/kubelet", content: "KUBELET_EXTRA_ARGS=\n" },
      { path: "/etc/kubernetes/manifests/.kubelet-keep", content: "" },
      { path: "/var/lib/kubelet/.kubelet-keep", content: "" },
    ],
  },
  { name: "kubectl", files: (version) => [binary("kubectl", version)] },
  { name: "cri-tools", files: (version) => [binary("crictl", version)] },
  { name: "conntrack", files: (version) => [binary("conntrack", version)] },
];
