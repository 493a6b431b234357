import { rows, source, type Rows } from "../evidence";

/** What scripts ask of RKE2, and where they find what it leaves. */
export const rke2: readonly Rows[] = [
  rows(
    source("rancher/rke2", "pkg/cli/cmds/root.go (VersionPrinter)", "v1.34.1+rke2r1"),
    "$BINARY --version | awk NR == 1 { print $3 }",
  ),
  rows(
    source("rancher/rke2", "pkg/cli/cmds/{server,agent}.go (config, data-dir)", "v1.34.1+rke2r1"),
    "/etc/rancher/rke2",
    "/var/lib/rancher/rke2",
  ),
  rows(source("rancher/rke2", "install.sh (INSTALL_RKE2_TAR_PREFIX)", "v1.34.1+rke2r1"), "/usr/local/bin/rke2"),
  rows(
    source("rancher/rke2", "pkg/cli/defaults/defaults.go (SupervisorPort)", "v1.34.1+rke2r1"),
    "https://$server:9345",
  ),
  rows(
    source("k3s-io/k3s", "pkg/server/handlers/router.go", "1be7bd2"),
    "curl -ks --connect-timeout 3 --max-time 5 https://$1:$JOIN_PORT/ping",
    "[ $(curl …) = pong ]",
    "https://$1:9345/ping",
    "curl -ksf --max-time 10 https://127.0.0.1:$JOIN_PORT/cacerts",
    "https://127.0.0.1:9345/cacerts",
  ),
  rows(
    source("rancher/rke2", "pkg/cli/cmds/server.go (token-file), pkg/cli/cmds/agent.go", "v1.34.1+rke2r1"),
    "/etc/rancher/rke2/token",
    "/etc/rancher/rke2/agent-token",
  ),
  rows(
    source("k3s-io/k3s", "pkg/configfilearg/parser.go (dotDFiles)", "f646604"),
    "/etc/rancher/rke2/config.yaml.d/10-server.yaml",
  ),
  rows(
    source("rancher/rke2", "pkg/cli/cmds/completion.go, pkg/cli/cmds/server.go (rke2Path)", "v1.34.1+rke2r1"),
    "/etc/rancher/rke2/rke2.yaml",
    "/var/lib/rancher/rke2/bin/kubectl",
  ),
  rows(
    source("k3s-io/k3s", "pkg/etcd/etcd.go (dbDir), pkg/daemons/control/deps/deps.go", "read 2026-11"),
    "/var/lib/rancher/rke2/server/db/etcd",
    "/var/lib/rancher/rke2/server/db/etcd/tombstone",
    "/var/lib/rancher/rke2/server/tls/etcd",
    "/var/lib/rancher/rke2/server/tls/etcd/server-ca.crt",
    "/var/lib/rancher/rke2/server/tls/etcd/client.crt",
    "/var/lib/rancher/rke2/server/tls/etcd/client.key",
  ),
];
