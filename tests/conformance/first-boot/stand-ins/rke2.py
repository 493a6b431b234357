#!/usr/bin/python3
"""Stands in for RKE2 where the program's scripts run on a real machine: it reads the same configuration, leaves the same
traces in the file system, and answers on the ports that the scripts ask. It runs no Kubernetes."""
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

ETC = pathlib.Path("/etc/rancher/rke2")
DATA = pathlib.Path("/var/lib/rancher/rke2")
TLS = DATA / "server/tls/etcd"
NODES = pathlib.Path("/var/lib/stand-in/nodes")
SHARE = pathlib.Path("/usr/local/share/rke2")


def configuration():
    """config.yaml, and config.yaml.d over it."""
    files = [ETC / "config.yaml", *sorted((ETC / "config.yaml.d").glob("*.yaml"))]
    return {key: value for file in files for key, value in yaml.safe_load(file.read_text()).items()}


def token(config, key="token-file"):
    text = pathlib.Path(config[key]).read_text().strip()
    if not text:
        sys.exit(f"level=fatal msg={key} is empty")
    return text


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
    shutil.copy(SHARE / "kubectl", DATA / "bin/kubectl")
    kubeconfig = ETC / "rke2.yaml"
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
    if not (DATA / "server/db/etcd").exists():
        if "server" in config:
            sys.exit("level=fatal msg=this stand-in knows no other server")
        found(config)
    subprocess.run(["ip", "address", "replace", config["tls-san"][0] + "/32", "dev", "eth0"], check=True)
    serve("0.0.0.0", 9345)
    # etcd speaks HTTP on 2382 alone: on 2379 it takes gRPC, which this stand-in does not speak.
    serve("127.0.0.1", 2382, only_clients=True)
    ready()


def agent():
    config = configuration()
    if not token(config).startswith("K10") or not config["server"].startswith("https://"):
        sys.exit("level=fatal msg=no server to join")
    ready()
    threading.Event().wait()


if sys.argv[1] == "--version":
    print(f"rke2 version {(SHARE / 'version').read_text().strip()} (stand-in)\ngo version go1.24.6 X:boringcrypto")
else:
    {"server": server, "agent": agent}[sys.argv[1]]()
