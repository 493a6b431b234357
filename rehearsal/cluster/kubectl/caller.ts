import type { Process } from "../../guests/program";
import type { Service } from "../../network/service";
import { KubectlError } from "./kubectl-error";

/** Who runs kubectl: a program on a machine, or the operator on a computer beside all machines. */
export interface KubectlCaller {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The text of a file; throws what kubectl prints when it cannot be read. */
  read(path: string): Promise<string>;
  /** What is piped into it. */
  stdin(): Promise<string>;
  /** The service at an address as this caller sees it; throws a NetworkError. */
  find(address: string, port: number): Service;
  /** Waits that many seconds of the simulation; ends early when kubectl is killed. */
  sleep(seconds: number): Promise<void>;
  /** Seconds of the simulation. */
  time(): number;
}

/** A program on a simulated machine. */
export function guestCaller(process: Process): KubectlCaller {
  const { guest, env, signal } = process;
  return {
    env,
    stdin: () => Promise.resolve(process.stdin),
    read: (path) => Promise.resolve().then(() => read(process, path)),
    find: (address, port) => guest.fabric.find(guest.network, address, port),
    sleep: (seconds) => guest.sleep(seconds, signal),
    time: () => guest.time(),
  };
}

function read(process: Process, path: string): string {
  const { guest, files } = process;
  const full = process.path(path);
  if (!guest.tree.exists(full)) throw new KubectlError(`error: stat ${path}: no such file or directory`);
  try {
    return files.file(full).content.toString();
  } catch {
    throw unreadable(path);
  }
}

export function unreadable(path: string): KubectlError {
  return new KubectlError(`error: error loading config file "${path}": open ${path}: permission denied`);
}
