import { account, type Account } from "../accounts";
import type { Outcome } from "../program";
import { runShell } from "../shell/shell";
import { loginEnvironment } from "../shell/session";
import { readSshdConfig, type SshdConfig } from "../sshd/sshd-config";
import type { UnitState } from "../systemd/units";
import type { LinuxVm } from "./linux-vm";

/** What tests and reports may see of a machine. */
export interface VmView {
  readonly name: string;
  readonly addresses: readonly string[];
  readonly cloudInit: {
    readonly status: string;
    readonly errors: readonly string[];
    readonly warnings: readonly string[];
  };
  /** Ports SSH really answers on, and the configuration sshd reads. */
  readonly sshd: { readonly ports: readonly number[]; readonly config: SshdConfig };
  hostname(): string;
  file(path: string): string | undefined;
  /** Octal, e.g. `0600`. */
  mode(path: string): string | undefined;
  list(path: string): readonly string[];
  user(name: string): Account | undefined;
  unit(name: string): UnitState;
  journal(unit?: string): readonly string[];
  /** What a person types as root on its console, in one shell. */
  typed(script: string): Promise<Required<Outcome>>;
  sysctl(name: string): string | undefined;
  modules(): readonly string[];
}

export function inspect(machine: LinuxVm): VmView {
  const { tree, network, cloudInit, units, kernel, journal } = machine;
  return {
    name: machine.name,
    addresses: network.addresses(),
    cloudInit: { status: cloudInit.status, errors: [...cloudInit.errors], warnings: [...cloudInit.recoverable] },
    sshd: { ports: sshPorts(machine), config: readSshdConfig(tree) },
    hostname: () => machine.hostname(),
    file: (path) => tree.read(path),
    mode: (path) => tree.find(path)?.mode.toString(8).padStart(4, "0"),
    list: (path) => tree.list(path),
    user: (name) => account(tree, name),
    unit: (name) => units.state(name),
    journal: (unit) => journal.read(unit).map((entry) => entry.text),
    typed: (script) => typed(machine, script),
    sysctl: (name) => kernel.sysctls.get(name),
    modules: () => [...kernel.modules],
  };
}

function typed(machine: LinuxVm, script: string): Promise<Required<Outcome>> {
  const root = account(machine.tree, "root");
  if (!root) throw new Error(`${machine.name} has no root`);
  const session = { guest: machine, argv: [], signal: machine.power };
  return runShell(session, root, script, { env: loginEnvironment(root), cwd: root.home });
}

function sshPorts({ network }: LinuxVm): readonly number[] {
  return network.ports().flatMap(({ port }) => (network.serviceOn(port, true)?.name === "ssh" ? [port] : []));
}
