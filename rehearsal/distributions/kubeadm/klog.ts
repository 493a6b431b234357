import type { LinuxGuest } from "../../guests/guest";

/** A line as klog writes it: level and date, time, process, then `file.go:line] message`. */
export function klog(guest: LinuxGuest, level: "I" | "W" | "E", message: string): string {
  const stamp = new Date(guest.time() * 1000).toISOString();
  return `${level}${stamp.slice(5, 7)}${stamp.slice(8, 10)} ${stamp.slice(11, 23)}000    1042 ${message}`;
}
