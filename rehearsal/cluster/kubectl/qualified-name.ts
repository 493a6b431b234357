// What Kubernetes refuses as a key or value of a label, in its words (apimachinery pkg/util/validation).

const NAME = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const VALUE = "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?";
const SUBDOMAIN = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
const OF_NAMES =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

const whole = (pattern: string, text: string): boolean => new RegExp(`^${pattern}$`).test(text);
const regex = (pattern: string, ...examples: readonly string[]): string =>
  `(e.g. ${examples.map((example) => `'${example}'`).join(",  or ")}, regex used for validation is '${pattern}')`;

/** Why a text is no value of a label. */
export function whyNoLabelValue(text: string): string | undefined {
  if (text.length > 63) return "must be no more than 63 characters";
  if (whole(VALUE, text)) return undefined;
  return `a valid label must be an empty string or ${OF_NAMES.replace("must ", "")} ${regex(VALUE, "MyValue", "my_value", "12345")}`;
}

/** Why a text is no key of a label, an annotation or a taint; several reasons may hold. */
export function whyNotQualified(key: string): string[] {
  const parts = key.split("/");
  if (parts.length > 2)
    return [
      `a qualified name ${OF_NAMES} ${regex(NAME, "MyName", "my.name", "123-abc")} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  const name = parts.at(-1) ?? "";
  return [...(parts.length === 2 ? whyNoPrefix(parts[0] ?? "") : []), ...whyNoName(name)];
}

function whyNoPrefix(prefix: string): string[] {
  if (prefix === "") return ["prefix part must be non-empty"];
  if (whole(SUBDOMAIN, prefix)) return [];
  return [
    `prefix part a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character ${regex(SUBDOMAIN, "example.com")}`,
  ];
}

function whyNoName(name: string): string[] {
  return [
    ...(name === "" ? ["name part must be non-empty"] : []),
    ...(name.length > 63 ? ["name part must be no more than 63 characters"] : []),
    ...(whole(NAME, name) ? [] : [`name part ${OF_NAMES} ${regex(NAME, "MyName", "my.name", "123-abc")}`]),
  ];
}
