#!/usr/bin/python3
"""Stands in for kubeadm where the program's scripts run on a real machine: it reads the same documents, asks the machine
what kubeadm's preflight asks, and leaves the same traces in the file system, without Kubernetes behind them."""
import hashlib
import pathlib
import secrets
import ssl
import string
import subprocess
import sys
import urllib.request

import yaml

ETC = pathlib.Path("/etc/kubernetes")
PKI = ETC / "pki"


def refuse(why):
    sys.exit(f"[preflight] Some fatal errors occurred:\n\t[ERROR] {why}")


def documents(path):
    return {one["kind"]: one for one in yaml.safe_load_all(pathlib.Path(path).read_text())}


def preflight(registration):
    if (ETC / "kubelet.conf").exists():
        refuse("FileAvailable--etc-kubernetes-kubelet.conf: /etc/kubernetes/kubelet.conf already exists")
    if len(pathlib.Path("/proc/swaps").read_text().splitlines()) > 1:
        refuse("Swap: running with swap on is not supported")
    for name in ("net/ipv4/ip_forward", "net/bridge/bridge-nf-call-iptables"):
        if pathlib.Path("/proc/sys", name).read_text() != "1\n":
            refuse(f"/proc/sys/{name} contents are not set to 1")
    if not pathlib.Path(registration["criSocket"].removeprefix("unix://")).is_socket():
        refuse("CRI: container runtime is not running")


def openssl(*args, **more):
    subprocess.run(["openssl", *args], check=True, capture_output=True, **more)


def certificate(name, authority, names):
    """A certificate and its key below the folder of PKI, signed by an authority there."""
    key, request = PKI / f"{name}.key", PKI / f"{name}.csr"
    key.parent.mkdir(parents=True, exist_ok=True)
    new = ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=stand-in"]
    openssl(*new, "-addext", f"subjectAltName={names}", "-keyout", key, "-out", request)
    signer = ["-CA", PKI / f"{authority}.crt", "-CAkey", PKI / f"{authority}.key", "-CAcreateserial"]
    openssl("x509", "-req", "-in", request, "-days", "2", "-copy_extensions", "copy", *signer, "-out", PKI / f"{name}.crt")
    request.unlink()


def authority(name):
    folder = (PKI / name).parent
    folder.mkdir(parents=True, exist_ok=True)
    new = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    openssl(*new, "-subj", "/CN=stand-in authority", "-keyout", PKI / f"{name}.key", "-out", PKI / f"{name}.crt")


def private(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(text)


def start_kubelet(registration, role_labels):
    arguments = registration.get("kubeletExtraArgs") or {}
    if isinstance(arguments, list):
        arguments = {one["name"]: one["value"] for one in arguments}
    labels = role_labels + [label for label in arguments.get("node-labels", "").split(",") if label]
    taints = [f"{one['key']}={one.get('value', '')}:{one['effect']}" for one in registration["taints"]]
    node = {"name": registration["name"], "labels": labels, "taints": taints}
    private(pathlib.Path("/var/lib/kubelet/config.yaml"), yaml.safe_dump({"standIn": node}))
    private(ETC / "kubelet.conf", "# stand-in\n")
    subprocess.run(["systemctl", "restart", "kubelet"], check=True)


def init(config):
    read = documents(config)
    registration, cluster = read["InitConfiguration"]["nodeRegistration"], read["ClusterConfiguration"]
    preflight(registration)
    if not (PKI / "ca.crt").exists() or not (PKI / "ca.key").exists():
        refuse("this stand-in makes no CA of its own")
    for name in ("admin.conf", "super-admin.conf", "controller-manager.conf", "scheduler.conf"):
        private(ETC / name, "# stand-in\n")
    ips = [read["InitConfiguration"]["localAPIEndpoint"]["advertiseAddress"], "127.0.0.1"]
    names = [f"{'IP' if name[0].isdigit() else 'DNS'}:{name}" for name in cluster["apiServer"]["certSANs"]]
    certificate("apiserver", "ca", ",".join([*(f"IP:{ip}" for ip in ips), *names]))
    authority("etcd/ca")
    certificate("etcd/healthcheck-client", "etcd/ca", "IP:127.0.0.1")
    for name in ("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"):
        private(ETC / "manifests" / f"{name}.yaml", "# stand-in\n")
    start_kubelet(registration, ["node-role.kubernetes.io/control-plane="])


def join(config):
    """A worker's: the cluster has to answer where the document says, and the token is kept as a sum, for the tests."""
    read = documents(config)["JoinConfiguration"]
    preflight(read["nodeRegistration"])
    found = read["discovery"]["bootstrapToken"]
    trusting = ssl._create_unverified_context()
    with urllib.request.urlopen(f"https://{found['apiServerEndpoint']}/readyz", context=trusting) as answer:
        if answer.read() != b"ok":
            refuse("the API server is not ready")
    if not found["caCertHashes"][0].startswith("sha256:") or len(found["caCertHashes"][0]) != 71:
        refuse("no CA is pinned")
    private(pathlib.Path("/var/lib/stand-in/token-sum"), hashlib.sha256(found["token"].encode()).hexdigest())
    start_kubelet(read["nodeRegistration"], [])


def list_images(version):
    """Names are what scripts read; tags of what is not Kubernetes' own are made up."""
    own = [f"{name}:{version}" for name in ("kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy")]
    for image in [*own, "coredns/coredns:v1", "pause:3", "etcd:3"]:
        print(f"registry.k8s.io/{image}")


def issue_token():
    random = lambda count: "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(count))
    print(f"{random(6)}.{random(16)}")


match sys.argv[1:]:
    case ["init", "--config", config, "--skip-token-print", "--skip-certificate-key-print"]:
        init(config)
    case ["join", "--config", config]:
        join(config)
    case ["token", "create", "--ttl", "15m", "--kubeconfig", "/etc/kubernetes/admin.conf"]:
        issue_token()
    case ["config", "images", "list", "--kubernetes-version", version]:
        list_images(version)
    case ["init", "phase", "upload-certs", "--upload-certs", "--config", _, "--kubeconfig", "/etc/kubernetes/admin.conf"]:
        print(f"[upload-certs] Using certificate key:\n{secrets.token_hex(32)}")
    case unknown:
        print("the stand-in for kubeadm does not know:", *unknown, file=sys.stderr)
        sys.exit(64)
