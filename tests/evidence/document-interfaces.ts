import { parse, parseAllDocuments } from "yaml";
import type { Document } from "../conformance/documents/document";
import { interfacesOf } from "./shell-interfaces";

/**
 * What a rendered document requires of its reader: that it reads the document at all, and each of its fields, settings or
 * variables, as far as they are defined by the reader and not by the stack file.
 */
export function interfacesOfDocument({ name, text }: Pick<Document, "name" | "text">): string[] {
  const place = name.slice(name.indexOf(": ") + 2);
  // Scripts are read as such (scripts.ts), and this list by the script alone.
  if (place === "stdin" || place === "$CALICO") return [];
  if (text.startsWith("#cloud-config\n")) return [...fieldsOf("cloud-config", text), ...commandsIn(text)];
  if (/\.(conf|service)$/.test(place)) return [place, ...settingsOf(place, text)];
  if (/^\/etc\/rancher\/\w+\/(config|registries)\.yaml$/.test(place) || place === "network-config")
    return fieldsOf(place, text);
  const objects = objectsOf(text);
  if (objects.length === 0) return [general(place)];
  return objects.flatMap((object) => {
    const label =
      "machine" in object ? "v1alpha1 of Talos" : `${String(object["apiVersion"])} ${String(object["kind"])}`;
    return [...keysOf(label, object), ...containersIn(object)];
  });
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function fieldsOf(label: string, text: string): string[] {
  const [document] = parseAllDocuments(text);
  return [label, ...keysOf(label, (document as { toJSON(): Fields }).toJSON())];
}

/** What cloud-init is to run, read as the scripts are. */
function commandsIn(text: string): string[] {
  const { runcmd = [] } = parse(text) as { readonly runcmd?: readonly (string | readonly string[])[] };
  const lines = runcmd.map((one) => (typeof one === "string" ? one : one[0] === "sh" ? String(one[2]) : one.join(" ")));
  const found = interfacesOf([{ name: "runcmd", text: lines.join("\n") }]);
  return [...found.keys()].map((one) => `runcmd: ${one}`);
}

function keysOf(label: string, object: Fields): string[] {
  const own = Object.keys(object).filter((key) => !["apiVersion", "kind", "metadata"].includes(key));
  return [label, ...own.map((key) => `${label}: ${key}`)];
}

/** Kubernetes' and Talos' objects; Talos' main document has no kind. */
function objectsOf(text: string): Fields[] {
  if (!/^(apiVersion|version): /m.test(text)) return [];
  const documents = parseAllDocuments(text).map((document) => (document as { toJSON(): unknown }).toJSON());
  return documents.filter(isFields).filter((one) => "kind" in one || "machine" in one);
}

/** `Key value`, `Key=value` and bare names of modules, in files of sshd, systemd, sysctl and modules-load. */
function settingsOf(place: string, text: string): string[] {
  const lines = text.split("\n").filter((line) => line !== "" && !/^[#[]/.test(line));
  return lines.map((line) => `${place}: ${line.split(/[ =]/)[0] ?? ""}`);
}

/** What a container runs, and its environment variables. */
function containersIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(containersIn);
  if (!isFields(value)) return [];
  return [
    ...(typeof value.image === "string" ? ofContainer(value) : []),
    ...Object.values(value).flatMap(containersIn),
  ];
}

function ofContainer({ image, command, args, env }: Fields): string[] {
  const name = String(image).replace(/:[^:]*$/, "");
  // Releases are the stack file's.
  const words = [command, args].flatMap(listOf).map((word) => String(word).replace(/^v?\d+\.\d+\.\d+$/, "*"));
  const variables = listOf(env).map((one) => `$${String((one as Fields)["name"])}`);
  return [...(words.length > 0 ? [words.join(" ")] : []), ...variables].map((one) => `${name}: ${one}`);
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Names of registries and of users are the stack file's. */
const general = (place: string): string =>
  place.replace(/certs\.d\/[^/]+\//, "certs.d/*/").replace(/sudoers\.d\/90-.*/, "sudoers.d/90-*");
