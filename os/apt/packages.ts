import type { Packages } from "../node-os";

/** Ubuntu's and Debian's package manager; `more` are packages that a node needs and the image lacks. */
export const aptPackages = (more: readonly string[] = []): Packages => ({
  format: "deb",
  script: "os/apt",
  base: ["qemu-guest-agent", "ca-certificates", "curl", ...more],
  updateTimers: ["apt-daily.timer", "apt-daily-upgrade.timer"],
  // Armored, as served: apt recognizes keys by their file extension.
  keyPath: (repository) => `/etc/apt/keyrings/${repository}-apt-keyring.asc`,
  repository: ({ name, url, keyPath }) => ({
    path: `/etc/apt/sources.list.d/${name}.list`,
    mode: "0644",
    content: `deb [signed-by=${keyPath}] ${url}/ /\n`,
  }),
  neverUpdated: (names) => ({
    path: "/etc/apt/apt.conf.d/52homelab-kubernetes",
    mode: "0644",
    content: unattendedUpgrades(names),
  }),
});

/** For unattended-upgrades, which runs as root every night; patterns are Python regular expressions. */
function unattendedUpgrades(names: readonly string[]): string {
  const patterns = names.map((name) => `  "^${name}$";\n`).join("");
  return `Unattended-Upgrade::Package-Blacklist {\n${patterns}};\n`;
}
