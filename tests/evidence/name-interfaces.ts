import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

const root = join(__dirname, "../..");

/** Where scripts and what renders them name units, and fields of what others answer. */
const SCRIPTS = ["model", "distributions", "os"];
/** Code that reads what Proxmox VE answers. */
const READERS = ["components", "distributions", "os", "scripts/recover"];

/**
 * Names that stand inside of a command, an answer or a document and are interfaces all the same: units of systemd, and
 * fields of what Kubernetes, etcd, Talos and Proxmox VE answer. Each with the files that use it.
 */
export function nameInterfaces(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const note = (folders: readonly string[], ending: string, namesIn: (text: string) => readonly string[]): void => {
    for (const { name, text } of folders.flatMap((folder) => filesIn(folder, ending)))
      for (const one of new Set(namesIn(text))) found.set(one, [...(found.get(one) ?? []), name]);
  };
  note(SCRIPTS, ".sh", (text) => [...unitsInScript(text), ...fieldsInScript(text)]);
  note(SCRIPTS, ".ts", unitsInCode);
  note(READERS, ".ts", answersIn);
  return found;
}

function filesIn(folder: string, ending: string): { name: string; text: string }[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => ({ name: join(folder, name), text: readFileSync(join(root, folder, name), "utf8") }));
}

const every = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, one = ""]) => one);

const withoutComments = (script: string): string => script.replaceAll(/^\s*#.*$/gm, "");

const unit = (name: string): string => `unit: ${name.replace(/\.service$/, "")}`;

/** Arguments of `systemctl` and `journalctl`, or a variable for them. */
export function unitsInScript(script: string): string[] {
  const text = withoutComments(script);
  const told = every(text, /\bsystemctl +(?:-\S+ +)*[a-z-]+((?: +[^ |&;>)\n]+)*)/g).flatMap((words) =>
    words.split(" "),
  );
  const names = [...told, ...every(text, /\bjournalctl -u (\S+)/g), ...every(text, /^\w+_UNIT=(\S+)/gm)];
  return names.filter((name) => /^[a-z][\w@.-]*$/.test(name)).map(unit);
}

/** Units in commands of cloud-init, in lines of data, and units that are files of the program's. */
export function unitsInCode(code: string): string[] {
  return every(code, /["/]([a-z][\w@-]*\.(?:service|socket|timer))"/g).map(unit);
}

/** Fields by name: JSONPath of kubectl, JSON in quotes, and Talos' YAML as awk finds it. */
export function fieldsInScript(script: string): string[] {
  const lines = withoutComments(script).split("\n");
  const paths = lines.filter((line) => line.includes("jsonpath=")).join("\n");
  const quoted = lines.join("\n").replaceAll('\\"', '"');
  return [
    ...every(paths, /\{(?:range )?(\.(?:[^{}"]|"[^"]*")+)\}/g).map(
      (path) => `Kubernetes: ${path.replaceAll(/\\+\./g, "\\.")}`,
    ),
    ...every(quoted, /(?<![\w$%])"([A-Za-z]\w*)"(?=:|')/g).map((field) => `etcd: ${field}`),
    ...every(quoted, /== "(\w+):"/g).map((field) => `Talos: ${field}`),
  ];
}

/** Fields of the types that requests of Proxmox VE are given: written there, or an interface of the same file. */
export function answersIn(code: string): string[] {
  const given = every(
    code,
    /\b(?:client|own|this|its\(client\))\.(?:get|post)<((?:[^<>(]|<[^<>]*(?:<[^<>]*>)?[^<>]*>)+)>\(/g,
  );
  const fields = given.flatMap((type) => {
    const name = type.replace(/^readonly /, "").replace(/\[\]$/, "");
    const body = name.startsWith("{") ? name : bodyOf(name, code);
    return every(body, /(?:readonly )?(\w+)\??:/g);
  });
  const drives = /Record<string, unknown>>>\(`\$\{path\}\/config`/.test(code) ? ["a drive's size="] : [];
  return [...fields, ...drives].map((field) => `Proxmox VE: ${field}`);
}

function bodyOf(name: string, code: string): string {
  const [, body = ""] =
    new RegExp(`interface ${basename(name)}\\b[^{]*\\{([^}]*)\\}`).exec(code.replaceAll(/\/\*[^]*?\*\//g, "")) ?? [];
  return body;
}
