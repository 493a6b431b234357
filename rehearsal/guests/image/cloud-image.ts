import type { DriveBus } from "pve-simulator";

/** A published cloud image: what is on its disk and what is not, and what its programs of one name do differently. */
export interface CloudImage {
  /** ID and VERSION_ID of its /etc/os-release. */
  readonly system: { readonly id: string; readonly version: string };
  readonly hostname: string;
  /** Files beside those every image has; with a mode where it is not 0644. */
  readonly files: Readonly<Record<string, string | readonly [content: string, mode: number]>>;
  /** Unit files, and which of them are enabled. */
  readonly units: Readonly<Record<string, string>>;
  readonly enabled: readonly string[];
  /** Packages, as its manifest lists them; of the libraries only that they are there would matter, so they are left out. */
  readonly packages: readonly string[];
  readonly archive: Archive;
  /** `system_info.default_user` of its /etc/cloud/cloud.cfg. */
  readonly defaultUser: { readonly name: string; readonly gecos: string; readonly groups: readonly string[] };
  readonly cloudInit: CloudInitRelease;
  /** What its apt checks signatures with: GnuPG, or Sequoia, which accepts no old kinds of them. */
  readonly verifier: "gpgv" | "sqv";
  readonly kernel: KernelRelease;
  /** Where its containerd looks for plugins of the pod network when nobody says where (`containerd config dump`). */
  readonly pluginFolder: string;
  /** What its sshd says first. */
  readonly sshIdent: string;
  /** Whether systemd writes the addresses of ssh.socket from sshd's configuration, as Ubuntu's openssh has it do. */
  readonly socketGenerator: boolean;
  /** Buses its kernel has drivers for. */
  readonly sees: readonly DriveBus[];
}

/** What `uname` says of it. */
export interface KernelRelease {
  readonly release: string;
  readonly build: string;
}

/** The package archive an image points to. */
export interface Archive {
  /** As `apt-cache policy` names it. */
  readonly origin: string;
  /** Where the archive's servers are. */
  readonly domain: string;
  readonly names: readonly string[];
  /** Versions that anything here looks at; of the others only that they exist matters. */
  readonly versions: Readonly<Record<string, string>>;
  readonly depends: Readonly<Record<string, readonly string[]>>;
}

export interface CloudInitRelease {
  readonly version: string;
  /** Whether `status` says 2 for a run with warnings: since 23.4, and not where a distribution took that back. */
  readonly warnsByStatus: boolean;
  /** Whether locale-gen makes the locales it is given, as Ubuntu's does, or only those of /etc/locale.gen. */
  readonly generatesGivenLocale: boolean;
}
