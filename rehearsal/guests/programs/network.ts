import { failed, ok, program, type Process } from "../program";

/** `ip addr|route|link`, brief forms included, as far as scripts read them. */
function ip(args: readonly string[], { guest }: Process) {
  const words = args.filter((word) => !word.startsWith("-"));
  const [object = "addr"] = words;
  const nics = guest.network.interfaces;
  const brief = args.includes("-br") || args.includes("-brief");
  if ("address".startsWith(object)) {
    if (brief)
      return ok(
        `lo UNKNOWN 127.0.0.1/8\n${nics.map((nic, i) => `eth${i} UP ${nic.address}/${nic.prefix}\n`).join("")}`,
      );
    const all = guest.network.addresses();
    return ok(
      nics
        .map(
          (nic, i) =>
            `${i + 2}: eth${i}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500\n${all.map((address) => `    inet ${address}/${address === nic.address ? nic.prefix : 32} scope global eth${i}\n`).join("")}`,
        )
        .join(""),
    );
  }
  if ("route".startsWith(object))
    return ok(
      nics
        .flatMap((nic, i) => (nic.gateway ? [`default via ${nic.gateway} dev eth${i} proto static \n`] : []))
        .join(""),
    );
  if ("link".startsWith(object)) {
    const unknown = words.slice(1).find((word) => !/^(show|list|ls|delete|del|set|dev|up|down|eth\d+|lo)$/.test(word));
    if (unknown !== undefined)
      return failed(
        1,
        /^del/.test(words[1] ?? "") ? `Cannot find device "${unknown}"` : `Device "${unknown}" does not exist.`,
      );
    return ok(nics.map((_nic, i) => `${i + 2}: eth${i}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500\n`).join(""));
  }
  return failed(1, `Object "${object}" is unknown, try "ip help".`);
}

function ss(_args: readonly string[], { guest }: Process) {
  const rows = guest.network
    .ports()
    .map(
      ({ port, loopbackOnly }) =>
        `LISTEN 0      4096   ${`${loopbackOnly ? "127.0.0.1" : "0.0.0.0"}:${port}`.padStart(20)}      0.0.0.0:*\n`,
    );
  return ok(`State  Recv-Q Send-Q   Local Address:Port Peer Address:Port\n${rows.join("")}`);
}

export const networkTools = [program("ip", ip), program("ss", ss)];
