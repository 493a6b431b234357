import { ran, rows, source, type Rows } from "../evidence";

const kubeadmTest = (test: string) => ran("conformance/control-plane/kubeadm", test);

const kubeadmSource = (path: string) =>
  source("kubernetes/kubernetes", `cmd/kubeadm/app/${path}`, "v1.34.2 and v1.29.15");

/** What scripts ask of kubeadm, and where they find what it leaves. */
export const kubeadm: readonly Rows[] = [
  rows(
    ran("conformance/control-plane/preflight", "says what is wrong with a machine"),
    "kubeadm $@",
    "[ $status -eq 0 ]",
    "tail -n 10 $JOURNAL",
  ),
  rows(
    kubeadmTest("gives a joining machine all it needs: a token, the certificates, its files"),
    "kubeadm token create --ttl 15m --kubeconfig /etc/kubernetes/admin.conf",
    "kubeadm init phase upload-certs --upload-certs --config /etc/homelab/kubeadm.yaml --kubeconfig /etc/kubernetes/admin.conf | tail -n 1",
  ),
  rows(
    kubeadmTest("removes everything from a leaving machine, even after an interruption"),
    "kubeadm reset -f --cri-socket unix:///run/containerd/containerd.sock",
    "tail -n 5 $JOURNAL",
    "tail -n 5 /var/log/homelab-kubeadm.log",
    "/etc/cni/net.d",
    "/var/lib/cni",
  ),
  rows(kubeadmSource("constants/constants.go"), "/etc/kubernetes/manifests/kube-vip.yaml"),
  rows(
    kubeadmTest("gives its API another address by the commands of the page, and needs the former one no more"),
    "curl -fsS --cacert /etc/kubernetes/pki/ca.crt --connect-timeout 3 --max-time 5 $(…)/readyz",
    "sed -n s/^ *server: //p /etc/kubernetes/kubelet.conf",
  ),
  rows(
    kubeadmTest("lists the images of a control plane, as the simulated one does"),
    "kubeadm config images list --kubernetes-version v$KUBERNETES_VERSION",
  ),
  rows(
    source("kubernetes-sigs/cri-tools", "cmd/crictl/image.go", "v1.34.0"),
    "crictl --image-endpoint unix:///run/containerd/containerd.sock $@",
    "crictl inspecti -q $1",
    "crictl pull $1 | tail -n 1",
  ),
  rows(
    kubeadmTest("creates all files of a control plane from our documents"),
    "/etc/kubernetes/admin.conf",
    "/etc/kubernetes/super-admin.conf",
    "/etc/kubernetes/kubelet.conf",
    "/etc/kubernetes/manifests",
    "/etc/kubernetes/manifests/kube-apiserver.yaml",
    "/etc/kubernetes/pki/ca.crt",
    "/etc/kubernetes/pki/ca.key",
    "/etc/kubernetes/pki/etcd",
    "/etc/kubernetes/pki/etcd/ca.crt",
    "/etc/kubernetes/pki/etcd/healthcheck-client.crt",
    "/etc/kubernetes/pki/etcd/healthcheck-client.key",
  ),
];
