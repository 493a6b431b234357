import { X509Certificate } from "node:crypto";
import { parse } from "yaml";

/** What `kubeadm init` leaves below /etc/kubernetes, as far as two machines of one plan have it in common. */
export interface Written {
  /** `mode path`, sorted. */
  readonly files: readonly string[];
  readonly certificates: Readonly<Record<string, Certificate>>;
  /** Without what is new in each: keys and certificates. */
  readonly kubeconfigs: Readonly<Record<string, unknown>>;
  /** Image and command of each static pod. */
  readonly commands: Readonly<Record<string, unknown>>;
}

interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  readonly names: readonly string[];
  readonly isAuthority: boolean;
  readonly uses: readonly string[];
  readonly years: number;
}

/** The stack's own addresses as they are here. */
export const onTheWire = (text: string): string => text.replaceAll("10.30.20.", "192.0.2.");

/** A script that prints the mode, the path and the content of every file, for `read`. */
export const SHOW = `cd /etc/kubernetes
for file in $(find . -type f | sort); do
  printf '@@ %s %s\n' "$(stat -c %a "$file")" "$file"
  cat "$file"
done
`;

/** Reads what SHOW printed. */
export function read(shown: string): Written {
  const files = shown.split(/^@@ /m).slice(1).map(entry);
  const texts = (pattern: RegExp) =>
    files.filter(({ path }) => pattern.test(path)).map((file) => [file.path, file.text]);
  return {
    files: files.map(({ mode, path }) => `${mode} ${path}`).sort(),
    certificates: mapped(texts(/\.crt$/), certificate),
    kubeconfigs: mapped(texts(/\.conf$/), kubeconfig),
    commands: mapped(texts(/manifests\/.*\.yaml$/), command),
  };
}

function entry(part: string) {
  const [head = "", ...lines] = part.split("\n");
  const [mode = "", path = ""] = head.split(" ./");
  return { mode, path, text: lines.join("\n") };
}

function mapped<Value>(texts: readonly (readonly (string | undefined)[])[], to: (text: string) => Value) {
  return Object.fromEntries(texts.map(([path = "", text = ""]) => [path, to(text)]));
}

function certificate(pem: string): Certificate {
  const read = new X509Certificate(pem);
  const days = (Date.parse(read.validTo) - Date.parse(read.validFrom)) / 86_400_000;
  return {
    subject: read.subject.split("\n").sort().join(", "),
    issuer: read.issuer.split("\n").sort().join(", "),
    names: onTheWire(read.subjectAltName ?? "")
      .split(", ")
      .sort(),
    isAuthority: read.ca,
    uses: [...(read.keyUsage ?? [])].sort(),
    years: Math.round(days / 365),
  };
}

/** Some releases write an empty field that no client reads. */
function kubeconfig(text: string): unknown {
  return parse(text.replace(/(-data: )\S+/g, "$1X").replace("preferences: {}\n", ""));
}

function command(text: string): unknown {
  const { spec } = parse(text) as { spec: { containers: { image: string; command: string[] }[] } };
  return spec.containers.map(({ image, command: words }) => [image, ...words]);
}
