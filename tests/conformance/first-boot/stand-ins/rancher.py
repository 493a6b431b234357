"""Stands in for RKE2 and for k3s, whichever it is called as, where the program's scripts run on a real machine: it reads the
same configuration, leaves the same traces in the file system, and answers on the ports that the scripts ask. It runs no
Kubernetes. What belongs to one release, VERSION and KUBECTL, is written in front of it."""
import base64
import json
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import yaml

NAME = pathlib.Path(sys.argv[0]).name
ETC = pathlib.Path("/etc/rancher") / NAME
DATA = pathlib.Path("/var/lib/rancher") / NAME
TLS = DATA / "server/tls/etcd"
NODES = pathlib.Path("/var/lib/stand-in/nodes")
# k3s' supervisor stands before the API, on the API's port.
SUPERVISOR = {"rke2": 9345, "k3s": 6443}[NAME]


def fatal(message):
    sys.exit(f"level=fatal msg={json.dumps(message)}")


def configuration():
    """config.yaml, and config.yaml.d over it."""
    files = [ETC / "config.yaml", *sorted((ETC / "config.yaml.d").glob("*.yaml"))]
    return {key: value for file in files for key, value in yaml.safe_load(file.read_text()).items()}


def token(config, key="token-file"):
    text = pathlib.Path(config[key]).read_text().strip()
    if not text:
        fatal(f"{key} is empty")
    return text


def kept_token(config):
    """What the cluster was made with is kept in its data, by its own part: another one opens none of it (k3s pkg/cluster)."""
    text, kept = token(config).split("::server:")[-1], DATA / "server/token"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(f"{text}\n")
    elif kept.read_text().strip() != text:
        fatal("bootstrap data already found and encrypted with different token")


def make_certificate():
    """One certificate for all: its own authority, the server's and the client's."""
    key, cert = TLS / "client.key", TLS / "client.crt"
    names = "subjectAltName=IP:127.0.0.1,DNS:localhost"
    make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=stand-in"
    subprocess.run([*make.split(), "-addext", names, "-keyout", key, "-out", cert], check=True, capture_output=True)
    shutil.copy(cert, TLS / "server-ca.crt")


def found(config):
    for folder in (DATA / "server/db/etcd", TLS, DATA / "bin", NODES / config["node-name"]):
        folder.mkdir(parents=True, mode=0o700)
    make_certificate()
    kubectl = DATA / "bin/kubectl"
    kubectl.write_bytes(base64.b64decode(KUBECTL))
    kubectl.chmod(0o755)
    kubeconfig = ETC / f"{NAME}.yaml"
    kubeconfig.touch(mode=0o600)
    kubeconfig.write_text("# stand-in\n")


class Handler(BaseHTTPRequestHandler):
    def answer(self, text):
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        answers = {"/ping": "pong", "/cacerts": (TLS / "server-ca.crt").read_text()}
        self.answer(answers[self.path])

    def do_POST(self):
        member = {"ID": "1", "name": f"{socket.gethostname()}-1a2b3c4d", "peerURLs": ["https://me:2380"]}
        self.answer(json.dumps({"members": [member]}, separators=(",", ":")))

    def log_message(self, *_):
        pass


def serve(address, port, only_clients=False):
    server = ThreadingHTTPServer((address, port), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "client.crt", TLS / "client.key")
    if only_clients:
        context.load_verify_locations(TLS / "server-ca.crt")
        context.verify_mode = ssl.CERT_REQUIRED
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever).start()


def ready():
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
        notify.connect(os.environ["NOTIFY_SOCKET"].replace("@", "\0", 1))
        notify.send(b"READY=1")


def server():
    config = configuration()
    token(config), token(config, "agent-token-file")
    # Without it, and without a server to join, k3s keeps its cluster in SQLite, to which no server can be added.
    if NAME == "k3s" and not config.get("cluster-init"):
        fatal("this stand-in knows no cluster without etcd")
    if not (DATA / "server/db/etcd").exists():
        if "server" in config:
            fatal("this stand-in knows no other server")
        found(config)
    kept_token(config)
    subprocess.run(["ip", "address", "replace", config["tls-san"][0] + "/32", "dev", "eth0"], check=True)
    serve("0.0.0.0", SUPERVISOR)
    # etcd speaks HTTP on 2382 alone: on 2379 it takes gRPC, which this stand-in does not speak.
    serve("127.0.0.1", 2382, only_clients=True)
    ready()


def agent():
    config = configuration()
    if not token(config).startswith("K10") or not config["server"].startswith("https://"):
        fatal("no server to join")
    ready()
    threading.Event().wait()


if sys.argv[1] == "--version":
    print(f"{NAME} version {VERSION} (stand-in)\ngo version go1.24.6 X:boringcrypto")
elif sys.argv[1] == "kubectl" and NAME == "k3s":
    os.execv("/bin/sh", ["sh", "-c", base64.b64decode(KUBECTL).decode(), "kubectl", *sys.argv[2:]])
else:
    {"server": server, "agent": agent}[sys.argv[1]]()
