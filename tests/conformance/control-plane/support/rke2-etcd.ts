import { randomBytes } from "node:crypto";
import { stringify } from "yaml";
import { CertificateAuthority, type Pair } from "../../../../rehearsal/cluster/certificates";
import { askEtcd, type EtcdLayout, type Keys, startEtcd } from "./etcd-member";
import type { PrivateMachine } from "./private-machine";
import { rke2Stack } from "./stacks";

const TLS = "/var/lib/rancher/rke2/server/tls/etcd";
const DATA = "/var/lib/rancher/rke2/server/db/etcd";
const keys: Keys = { ca: `${TLS}/server-ca.crt`, cert: `${TLS}/client.crt`, key: `${TLS}/client.key` };

/** What one cluster's etcd is signed by: one authority for clients, one for peers. */
export interface EtcdAuthorities {
  readonly server: CertificateAuthority;
  readonly peer: CertificateAuthority;
}

export const etcdAuthorities = async (): Promise<EtcdAuthorities> => ({
  server: await CertificateAuthority.create("etcd-server-ca"),
  peer: await CertificateAuthority.create("etcd-peer-ca"),
});

/**
 * etcd as a server of RKE2 sets it up: the file its static pod is pointed at (k3s pkg/etcd/etcd.go, `cluster` and the
 * URLs above it; pkg/daemons/executor, ETCDConfig; rke2 pkg/executor/staticpod), and the certificates of pkg/daemons/control/deps.
 */
export function rke2Etcd({ server, peer }: EtcdAuthorities): EtcdLayout {
  return async (machine, others) => {
    const node = rke2Stack.nodes.find(({ address }) => address === machine.address)?.name;
    const self = { name: `${node}-${randomBytes(4).toString("hex")}`, address: machine.address };
    await writeKeys(machine, { server, peer });
    const members = [...others, self].map(({ name, address }) => `${name}=https://${address}:2380`);
    const initial = { cluster: members.join(","), state: others.length === 0 ? "new" : "existing" };
    await machine.write(`${DATA}/config`, stringify(configuration(self.name, machine.address, initial)));
    return {
      ...self,
      start: () => startEtcd(machine, [`--config-file=${DATA}/config`]),
      ask: (what, body) => askEtcd(machine, `https://127.0.0.1:2382/v3/cluster/member/${what}`, keys, body),
    };
  };
}

function configuration(name: string, address: string, initial: { cluster: string; state: string }) {
  const trust = (file: string, ca: string) => ({
    "cert-file": `${TLS}/${file}.crt`,
    "key-file": `${TLS}/${file}.key`,
    "client-cert-auth": true,
    "trusted-ca-file": `${TLS}/${ca}.crt`,
  });
  return {
    "initial-advertise-peer-urls": `https://${address}:2380`,
    "initial-cluster": initial.cluster,
    "initial-cluster-state": initial.state,
    name,
    "listen-client-urls": `https://127.0.0.1:2379,https://${address}:2379`,
    "listen-client-http-urls": "https://127.0.0.1:2382",
    "listen-metrics-urls": "http://127.0.0.1:2381",
    "listen-peer-urls": `https://127.0.0.1:2380,https://${address}:2380`,
    "advertise-client-urls": `https://${address}:2379`,
    "data-dir": DATA,
    "snapshot-count": 10000,
    "client-transport-security": trust("server-client", "server-ca"),
    "peer-transport-security": trust("peer-server-client", "peer-ca"),
    "heartbeat-interval": 500,
    "election-timeout": 5000,
    logger: "zap",
    "log-outputs": ["stderr"],
    "experimental-initial-corrupt-check": true,
    "experimental-watch-progress-notify-interval": 5_000_000_000,
  };
}

async function writeKeys(machine: PrivateMachine, { server, peer }: EtcdAuthorities): Promise<void> {
  const addresses = ["127.0.0.1", machine.address];
  const names = ["localhost", machine.name];
  const write = async (file: string, { certificate, key }: Pair): Promise<void> => {
    await machine.write(`${TLS}/${file}.crt`, certificate, "0644");
    await machine.write(`${TLS}/${file}.key`, key);
  };
  await machine.write(`${TLS}/server-ca.crt`, server.pem, "0644");
  await machine.write(`${TLS}/peer-ca.crt`, peer.pem, "0644");
  await write("server-client", await server.issue({ name: "CN=etcd-server", addresses, names }));
  await write("peer-server-client", await peer.issue({ name: "CN=etcd-peer", addresses, names }));
  await write("client", await server.issue({ name: "CN=etcd-client" }));
}
