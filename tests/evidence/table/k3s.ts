import { rows, source, type Rows } from "../evidence";

/** Where scripts find what k3s leaves, and what they put there for it. */
export const k3s: readonly Rows[] = [
  rows(source("k3s-io/k3s", "scripts/validate-artifacts (the release's files)", "17f9c08"), "/usr/local/bin/k3s"),
  rows(
    source("k3s-io/docs", "docs/installation/configuration.md, docs/cli/server.md (data-dir)", "0243496"),
    "/etc/rancher/k3s",
    "/var/lib/rancher/k3s",
  ),
  rows(
    source("k3s-io/k3s", "pkg/cli/cmds/server.go (token-file, agent-token-file, https-listen-port)", "4dcfdfb"),
    "/etc/rancher/k3s/token",
    "/etc/rancher/k3s/agent-token",
    "https://$server:6443",
  ),
  rows(
    source("k3s-io/k3s", "pkg/configfilearg/parser.go (dotDFiles)", "f646604"),
    "/etc/rancher/k3s/config.yaml.d/10-server.yaml",
  ),
  rows(source("k3s-io/docs", "docs/cluster-access.md (k3s.yaml)", "0243496"), "/etc/rancher/k3s/k3s.yaml"),
  rows(
    source("k3s-io/k3s", "pkg/server/handlers/router.go", "1be7bd2"),
    "https://$1:6443/ping",
    "https://127.0.0.1:6443/cacerts",
  ),
  rows(
    source("k3s-io/k3s", "pkg/etcd/etcd.go (DBDir, Register), pkg/daemons/control/deps/deps.go", "001bb93"),
    "/var/lib/rancher/k3s/server/db/etcd",
    "/var/lib/rancher/k3s/server/db/etcd/tombstone",
    "/var/lib/rancher/k3s/server/tls/etcd",
    "/var/lib/rancher/k3s/server/tls/etcd/server-ca.crt",
    "/var/lib/rancher/k3s/server/tls/etcd/client.crt",
    "/var/lib/rancher/k3s/server/tls/etcd/client.key",
  ),
  rows(
    source("systemd/systemd", "man/systemd.unit.xml (drop-ins in /run/systemd/system)", "v252"),
    "/run/systemd/system/k3s.service.d/10-leaving.conf",
  ),
];
