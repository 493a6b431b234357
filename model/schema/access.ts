import { hostNameOrAddress, listOf, proxyUrl, publicKey, section, tcpPort, userName, wholeNumber } from "./scalars";

/** Access to the machines. */
export const accessSchema = section({
  user: userName().optional().describe("REQUIRED where nodes have a login: its only user, with sudo."),
  sshPort: tcpPort().default(22).describe("OPTIONAL, default 22: port of SSH on every machine."),
  authorizedKeys: listOf(publicKey(), "public keys")
    .default([])
    .describe("REQUIRED where nodes have a login: public keys in OpenSSH format, hardware keys included."),
  bastion: section({
    host: hostNameOrAddress().describe("REQUIRED: the jump host."),
    port: tcpPort().default(22).describe("OPTIONAL, default 22: its SSH port."),
    user: userName()
      .default("root")
      .describe("OPTIONAL, default root: the user there; logs in with homelab:sshPrivateKey."),
    hostKey: publicKey().describe("REQUIRED: its public host key (ssh-keyscan -t ed25519 <host>)."),
  })
    .optional()
    .describe("OPTIONAL, default none: a jump host for SSH to the machines."),
  dialAttempts: wholeNumber(10, 10_000, "attempts")
    .default(180)
    .describe(
      "OPTIONAL, default 180: connection attempts, at most five seconds apart, before a machine counts as never " +
        "booted: about 15 minutes.",
    ),
  apiProxy: proxyUrl().optional().describe("OPTIONAL, default none: written into the kubeconfig as proxy-url."),
});
