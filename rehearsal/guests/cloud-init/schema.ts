import type { CloudConfig } from "./documents";

type Kind = "string" | "boolean" | "array" | "object" | "any";

/** Top-level keys of cloud-config 24.x and what they hold (cloudinit/config/schemas/schema-cloud-config-v1.json). */
const keys: Readonly<Record<string, Kind>> = {
  allow_public_ssh_keys: "boolean",
  ansible: "object",
  apk_repos: "object",
  apt: "object",
  apt_pipelining: "any",
  apt_reboot_if_required: "boolean",
  apt_update: "boolean",
  apt_upgrade: "boolean",
  authkey_hash: "string",
  autoinstall: "object",
  bootcmd: "array",
  byobu_by_default: "string",
  ca_certs: "object",
  "ca-certs": "object",
  chef: "object",
  chpasswd: "object",
  create_hostname_file: "boolean",
  cloud_config_modules: "array",
  cloud_final_modules: "array",
  cloud_init_modules: "array",
  device_aliases: "object",
  disable_ec2_metadata: "boolean",
  disable_root: "boolean",
  disable_root_opts: "string",
  disk_setup: "object",
  drivers: "object",
  fan: "object",
  final_message: "string",
  fqdn: "string",
  fs_setup: "array",
  groups: "any",
  growpart: "object",
  grub_dpkg: "object",
  hostname: "string",
  install_hotplug: "any",
  keyboard: "object",
  landscape: "object",
  launch_index: "any",
  locale: "any",
  locale_configfile: "string",
  lxd: "object",
  manage_etc_hosts: "any",
  manage_resolv_conf: "boolean",
  mcollective: "object",
  merge_how: "any",
  merge_type: "any",
  migrate: "boolean",
  mount_default_fields: "array",
  mounts: "array",
  network: "object",
  no_ssh_fingerprints: "boolean",
  ntp: "any",
  output: "object",
  package_reboot_if_required: "boolean",
  package_update: "boolean",
  package_upgrade: "boolean",
  packages: "array",
  password: "string",
  phone_home: "object",
  power_state: "object",
  prefer_fqdn_over_hostname: "boolean",
  preserve_hostname: "boolean",
  puppet: "object",
  random_seed: "object",
  reporting: "object",
  resize_rootfs: "any",
  resolv_conf: "object",
  rh_subscription: "object",
  rsyslog: "object",
  runcmd: "array",
  salt_minion: "object",
  snap: "object",
  spacewalk: "object",
  ssh: "object",
  ssh_authorized_keys: "array",
  ssh_deletekeys: "boolean",
  ssh_fp_console_blacklist: "array",
  ssh_genkeytypes: "array",
  ssh_import_id: "array",
  ssh_key_console_blacklist: "array",
  ssh_keys: "object",
  ssh_publish_hostkeys: "object",
  ssh_pwauth: "any",
  ssh_quiet_keygen: "boolean",
  swap: "object",
  system_info: "object",
  timezone: "string",
  ubuntu_advantage: "object",
  ubuntu_pro: "object",
  updates: "object",
  user: "any",
  users: "any",
  vendor_data: "object",
  version: "any",
  wireguard: "object",
  write_files: "array",
  yum_repos: "object",
  zypper: "object",
};

const pythonNames: Readonly<Record<string, string>> = {
  array: "array",
  object: "object",
  string: "string",
  boolean: "boolean",
};

/** What `cloud-init schema` complains about; it is only a warning, and the key is without effect. */
export function schemaComplaints(config: CloudConfig): readonly string[] {
  return Object.entries(config).flatMap(([key, value]) => {
    const kind = keys[key];
    if (kind === undefined)
      return [
        `cloud-config failed schema validation! Errors: Additional properties are not allowed ('${key}' was unexpected)`,
      ];
    if (kind === "any" || kindOf(value) === kind) return [];
    return [
      `cloud-config failed schema validation! Errors: ${key}: ${JSON.stringify(value)} is not of type '${pythonNames[kind] ?? kind}'`,
    ];
  });
}

/** Whether a module can work with the value at all. */
export function kindOf(value: unknown): Kind {
  if (Array.isArray(value)) return "array";
  if (typeof value === "object" && value !== null) return "object";
  return typeof value === "string" || typeof value === "boolean" ? (typeof value as Kind) : "any";
}
