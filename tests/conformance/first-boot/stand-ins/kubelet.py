#!/usr/bin/python3
"""Stands in for a kubelet and for what it runs: once kubeadm has told it all, it registers its node, and where there are
manifests of a control plane it answers on the ports of the API server and of etcd. It runs no containers."""
import json
import pathlib
import socket
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
import os

import yaml

PKI = pathlib.Path("/etc/kubernetes/pki")
NODES = pathlib.Path("/var/lib/stand-in/nodes")
TOLD = pathlib.Path("/var/lib/kubelet/config.yaml")

if not TOLD.exists():
    sys.exit(f'err="failed to load kubelet config file, path: {TOLD}"')
node = yaml.safe_load(TOLD.read_text())["standIn"]


class Handler(BaseHTTPRequestHandler):
    def answer(self, text):
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.answer({"/readyz": "ok"}[self.path])

    def do_POST(self):
        member = {"ID": "1", "name": node["name"], "peerURLs": ["https://me:2380"]}
        self.answer(json.dumps({"members": [member]}, separators=(",", ":")))

    def log_message(self, *_):
        pass


def serve(address, port, certificate, only_clients=None):
    server = ThreadingHTTPServer((address, port), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(PKI / f"{certificate}.crt", PKI / f"{certificate}.key")
    if only_clients:
        context.load_verify_locations(PKI / only_clients)
        context.verify_mode = ssl.CERT_REQUIRED
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever).start()


def register():
    folder = NODES / node["name"]
    if not folder.exists():
        folder.mkdir(parents=True)
        (folder / "labels").write_text("".join(f"{label}\n" for label in node["labels"]))
        (folder / "taints").write_text("".join(f"{taint}\n" for taint in node["taints"]))


if pathlib.Path("/etc/kubernetes/manifests/kube-apiserver.yaml").exists():
    serve("0.0.0.0", 6443, "apiserver")
    serve("127.0.0.1", 2379, "etcd/healthcheck-client", only_clients="etcd/ca.crt")
register()
with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
    notify.connect(os.environ["NOTIFY_SOCKET"].replace("@", "\0", 1))
    notify.send(b"READY=1")
threading.Event().wait()
