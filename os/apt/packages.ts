import type { Packages } from "../node-os";

/** Ubuntu's and Debian's package manager; `more` is what a node needs and an image has not. */
export const aptPackages = (more: readonly string[] = []): Packages => ({
  format: "deb",
  script: "os/apt",
  base: ["qemu-guest-agent", "ca-certificates", "curl", ...more],
  updateTimers: ["apt-daily.timer", "apt-daily-upgrade.timer"],
  // Armored, as it is served: apt reads keys by their ending.
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

/** Said to unattended-upgrades, which runs as root every night; patterns are Python's. */
function unattendedUpgrades(names: readonly string[]): string {
  const patterns = names.map((name) => `  "^${name}$";\n`).join("");
  return `Unattended-Upgrade::Package-Blacklist {\n${patterns}};\n`;
}
