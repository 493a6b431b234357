import { parseFlags } from "../flags";

/** A curl command line. */
export interface CurlOptions {
  readonly urls: readonly string[];
  readonly fail: boolean;
  readonly silent: boolean;
  readonly showError: boolean;
  readonly follow: boolean;
  readonly insecure: boolean;
  readonly remoteName: boolean;
  readonly output?: string;
  readonly writeOut?: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly data?: string;
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly maxTime?: number;
  readonly connectTimeout?: number;
  readonly retries: number;
  /** The option curl does not know. */
  readonly unknown?: string;
}

const names: Readonly<Record<string, string>> = {
  f: "fail",
  s: "silent",
  S: "show-error",
  L: "location",
  k: "insecure",
  O: "remote-name",
  o: "output",
  w: "write-out",
  X: "request",
  H: "header",
  d: "data",
  m: "max-time",
  E: "cert",
  A: "user-agent",
  I: "head",
};
const flags = [
  "fail",
  "silent",
  "show-error",
  "location",
  "insecure",
  "remote-name",
  "head",
  "retry-connrefused",
  "retry-all-errors",
  "compressed",
  "fail-with-body",
  "no-progress-meter",
  "tlsv1.2",
  "tlsv1.3",
];
const values = [
  "output",
  "write-out",
  "request",
  "header",
  "data",
  "data-raw",
  "data-binary",
  "max-time",
  "connect-timeout",
  "retry",
  "retry-delay",
  "retry-max-time",
  "cacert",
  "cert",
  "key",
  "proto",
  "user-agent",
  "resolve",
  "noproxy",
];
const short = (wanted: readonly string[]): string[] =>
  Object.entries(names).flatMap(([letter, name]) => (wanted.includes(name) ? [letter] : []));

export function readOptions(args: readonly string[]): CurlOptions {
  const parsed = parseFlags(args, { flags: [...flags, ...short(flags)], values: [...values, ...short(values)] });
  const all = (name: string): readonly string[] => {
    const letter = Object.entries(names).find(([, long]) => long === name)?.[0] ?? "";
    return [...(parsed.values.get(name) ?? []), ...(parsed.values.get(letter) ?? [])];
  };
  const has = (name: string): boolean =>
    parsed.flags.has(name) || Object.entries(names).some(([letter, long]) => long === name && parsed.flags.has(letter));
  const one = (name: string): string | undefined => all(name).at(-1);
  const number = (name: string): number | undefined => (one(name) === undefined ? undefined : Number(one(name)));
  const data = [...all("data"), ...all("data-raw"), ...all("data-binary")];
  return compact({
    urls: parsed.operands,
    fail: has("fail") || has("fail-with-body"),
    silent: has("silent") || has("no-progress-meter"),
    showError: has("show-error"),
    follow: has("location"),
    insecure: has("insecure"),
    remoteName: has("remote-name"),
    output: one("output"),
    writeOut: one("write-out"),
    method: one("request") ?? (has("head") ? "HEAD" : data.length > 0 ? "POST" : "GET"),
    headers: Object.fromEntries(
      all("header").map((line) => [line.split(":")[0]?.toLowerCase() ?? "", line.slice(line.indexOf(":") + 1).trim()]),
    ),
    data: data.length > 0 ? data.join("&") : undefined,
    caFile: one("cacert"),
    certFile: one("cert"),
    keyFile: one("key"),
    maxTime: number("max-time"),
    connectTimeout: number("connect-timeout"),
    retries: number("retry") ?? 0,
    unknown: parsed.unknown,
  });
}

/** Absent instead of undefined, as exactOptionalPropertyTypes wants it. */
function compact(options: { [K in keyof CurlOptions]: CurlOptions[K] | undefined }): CurlOptions {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as unknown as CurlOptions;
}
