#!/usr/bin/python3
"""Stands in for sites of the internet: serves its own folder over HTTPS under their names, which the machine is told to find
on loopback and to trust. Tells systemd when it serves."""
import functools
import pathlib
import ssl
import subprocess
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

folder, names = pathlib.Path(sys.argv[1]), sys.argv[2:]
key, cert = folder / "site.key", folder / "site.crt"
make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
subject = ["-subj", f"/CN={names[0]}", "-addext", "subjectAltName=" + ",".join(f"DNS:{name}" for name in names)]
subprocess.run([*make.split(), *subject, "-keyout", key, "-out", cert], check=True, capture_output=True)
with open("/etc/ssl/certs/ca-certificates.crt", "a") as trusted, open("/etc/hosts", "a") as hosts:
    trusted.write(cert.read_text())
    hosts.write(f"127.0.0.1 {' '.join(names)}\n")


class Server(ThreadingHTTPServer):
    """Says goodbye before it hangs up, as TLS wants it: apt 3 takes anything else for a broken connection."""

    def shutdown_request(self, request):
        try:
            request.unwrap()
        except OSError:
            pass
        super().shutdown_request(request)


server = Server(("127.0.0.1", 443), functools.partial(SimpleHTTPRequestHandler, directory=folder / "site"))
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(cert, key)
server.socket = context.wrap_socket(server.socket, server_side=True)
subprocess.run(["systemd-notify", "--ready"], check=True)
server.serve_forever()
