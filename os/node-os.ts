import type { Firmware } from "../model/firmware";
import type { ImageSum } from "../model/image-sum";
import type { RenderedFile } from "../model/render/rendered-file";

/** A release of an operating system. */
export interface OsRelease {
  /** VERSION_ID of its /etc/os-release; absent if the program chooses every release. */
  readonly version?: string;
  /** As people call it. */
  readonly name: string;
  /**
   * File names of its images for amd64. Minimal and other flavours of the same release lack packages and kernel modules, so
   * they are excluded.
   */
  readonly imageFile: RegExp;
  /** Example URL of such a file, for messages. */
  readonly example: string;
  /** Major version of containerd in its archive. */
  readonly containerd?: 1 | 2;
  /** Whether its package manager rejects old signatures (OpenPGP version 3). */
  readonly refusesOldSignatures?: true;
}

/** Images of a system, and how one is verified. */
export interface OsImages {
  /** ID of its /etc/os-release. */
  readonly id: string;
  readonly releases: readonly OsRelease[];
  /** The publisher's checksum file; absent if a factory builds images and publishes no checksums. */
  readonly sums?: { readonly algorithm: ImageSum["algorithm"]; readonly file: string };
}

/** A package repository, as configured on a node. */
export interface Repository {
  /** Name of its file, e.g. `kubernetes`. */
  readonly name: string;
  readonly url: string;
  /** Path of its signing key. */
  readonly keyPath: string;
}

/** How packages are installed on a node. */
export interface Packages {
  /** The package format in repository URLs, e.g. `https://pkgs.k8s.io/core:/stable:/v1.34/deb`. */
  readonly format: "deb";
  /**
   * Part of scripts with the functions `installed NAME`, `read_package_lists`, `install_packages WHAT NAME…`,
   * `replace_packages WHAT NAME…`, `of_release NAME RELEASE`, `exactly NAME VERSION` and `hold_packages NAME…`.
   */
  readonly script: string;
  /** Packages that every node needs at its first boot. */
  readonly base: readonly string[];
  /** Timers of the image that check for updates in the first minutes, holding the package manager's locks. */
  readonly updateTimers: readonly string[];
  keyPath(repository: string): string;
  repository(repository: Repository): RenderedFile;
  /** What excludes packages from automatic updates. */
  neverUpdated(names: readonly string[]): RenderedFile;
}

/** How the SSH daemon is moved to another port. */
export interface SshDaemon {
  /** Its service. */
  readonly unit: string;
  /** Files besides sshd's configuration, which is the same everywhere. */
  files(port: number): RenderedFile[];
  /** Commands that make it listen on the port of its configuration. */
  readonly restart: readonly (readonly string[])[];
}

/** Settings of `os` that systems store differently. */
export interface LocalSettings {
  readonly keyboard: string;
  readonly locale: string;
}

/** What the first boot needs besides the common cloud-init settings. */
export interface FirstBootDocuments {
  files(os: LocalSettings): RenderedFile[];
  /** After all packages are there. */
  readonly commands: readonly (readonly string[])[];
}

/** A node's firewall. */
export interface Firewall {
  /** Packages that block ports of Kubernetes once installed. The image itself blocks none. */
  readonly packages: readonly string[];
}

/** For a system with cloud-init and SSH login. */
export interface CloudInitSystem {
  readonly packages: Packages;
  readonly sshDaemon: SshDaemon;
  readonly firstBoot: FirstBootDocuments;
  readonly firewall: Firewall;
}

/** An operating system that nodes run. */
export interface NodeOs {
  /** Its official spelling. */
  readonly title: string;
  readonly images: OsImages;
  readonly firmware: Firmware;
  /** Absent if a machine is configured over the system's own API. */
  readonly login?: CloudInitSystem;
}
