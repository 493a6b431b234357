import type { LinuxGuest } from "../guest";
import { failed, ok, program, type Outcome, type Process } from "../program";
import { parseFlags } from "./flags";

/** Modules that the kernel package of the image has, as far as anybody here asks for them. */
const available = new Set(
  "overlay br_netfilter nf_conntrack ip_tables iptable_nat ip6_tables ip_vs ip_vs_rr ip_vs_wrr ip_vs_sh vxlan wireguard veth bridge nvme_tcp iscsi_tcp nfs rbd uio_pci_generic xt_socket dm_crypt zfs vfio_pci nvidia".split(
    " ",
  ),
);

/** Settings that exist only while a module is loaded. */
const fromModule: readonly (readonly [prefix: string, module: string])[] = [
  ["net.bridge.", "br_netfilter"],
  ["net.netfilter.nf_conntrack", "nf_conntrack"],
];
const known = /^(net|vm|fs|kernel|user|dev|abi|debug)\.[\w./-]+$/;

/** Loads a module, or says why not in modprobe's words. */
export function loadModule(guest: LinuxGuest, name: string): string | undefined {
  const module = name.replaceAll("-", "_");
  if (!available.has(module))
    return `modprobe: FATAL: Module ${name} not found in directory /lib/modules/6.8.0-71-generic`;
  guest.kernel.modules.add(module);
  return undefined;
}

/** What systemd-modules-load does at boot and when restarted. */
export function loadConfiguredModules(guest: LinuxGuest): readonly string[] {
  return configLines(guest, "/etc/modules-load.d").flatMap((name) => loadModule(guest, name) ?? []);
}

/** `sysctl --system`: every file in order; unknown settings are complained about. */
export function applySysctls(guest: LinuxGuest): readonly string[] {
  return configLines(guest, "/etc/sysctl.d").flatMap((line) => {
    const [name = "", value = ""] = line.split("=").map((part) => part.trim());
    return setSysctl(guest, name, value) ?? [];
  });
}

function setSysctl(guest: LinuxGuest, name: string, value: string): string | undefined {
  const key = name.replace(/^-/, "");
  const missing = fromModule.some(([prefix, module]) => key.startsWith(prefix) && !guest.kernel.modules.has(module));
  if (missing || !known.test(key))
    return `sysctl: cannot stat /proc/sys/${key.replaceAll(".", "/")}: No such file or directory`;
  guest.kernel.sysctls.set(key, value);
  return undefined;
}

function configLines(guest: LinuxGuest, folder: string): string[] {
  const files = guest.tree.list(folder).filter((name) => name.endsWith(".conf"));
  const lines = files.flatMap((name) => (guest.tree.read(`${folder}/${name}`) ?? "").split("\n"));
  return lines.map((line) => line.trim()).filter((line) => line !== "" && !/^[#;]/.test(line));
}

function sysctl(args: readonly string[], { guest, user }: Process): Outcome {
  const { flags, operands } = parseFlags(args, { flags: ["w", "n", "q", "p", "a", "e", "system"], values: ["load"] });
  const writes = flags.has("system") || flags.has("p") || operands.some((word) => word.includes("="));
  if (writes && user.uid !== 0) return failed(1, "sysctl: permission denied on key");
  if (flags.has("system") || flags.has("p")) return report(applySysctls(guest));
  const lines = operands.map((word) => {
    const [name = "", ...value] = word.split("=");
    const key = name.trim().replaceAll("/", ".");
    if (value.length > 0) return setSysctl(guest, key, value.join("=").trim()) ?? `${key} = ${value.join("=").trim()}`;
    const current = guest.kernel.sysctls.get(key) ?? "0";
    return flags.has("n") ? current : `${key} = ${current}`;
  });
  const errors = lines.filter((line) => line.startsWith("sysctl: "));
  const out = lines.filter((line) => !line.startsWith("sysctl: "));
  return { stdout: flags.has("q") ? "" : out.map((line) => `${line}\n`).join(""), ...report(errors) };
}

/** sysctl(8) goes on after a setting it cannot make, and then exits 1. */
function report(errors: readonly string[]): Outcome {
  return { stderr: errors.map((line) => `${line}\n`).join(""), exitCode: errors.length > 0 ? 1 : 0 };
}

function modprobe(args: readonly string[], { guest, user }: Process): Outcome {
  const names = args.filter((word) => !word.startsWith("-"));
  if (user.uid !== 0)
    return failed(1, `modprobe: ERROR: could not insert '${names[0] ?? ""}': Operation not permitted`);
  const wanted = args.some((word) => word === "-a") ? names : names.slice(0, 1);
  return report(wanted.flatMap((name) => loadModule(guest, name) ?? []));
}

export const kernel = [
  program("sysctl", sysctl),
  program("modprobe", modprobe),
  program("lsmod", (_args, { guest }) =>
    ok(
      `Module                  Size  Used by\n${[...guest.kernel.modules].map((name) => `${name.padEnd(20)} 32768  0\n`).join("")}`,
    ),
  ),
  program("mount", (args) =>
    ok(args.length === 0 ? "/dev/vda1 on / type ext4 (rw,relatime,discard,errors=remount-ro)\n" : ""),
  ),
];
