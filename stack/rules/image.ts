import { createHash } from "node:crypto";
import { familyOf, osOf } from "../family";
import { namesOf, osNamed, releasesOf, releasesWithLogin, systemOfImage } from "../../os/registry";
import type { Rule } from "./rule";

/** A checksum pins one file; behind a moving address there will be another one day, and the download fails then. */
const imageUrlIsDated: Rule = (config) => {
  const url = config.template.image?.url;
  if (url === undefined) return [];
  const moves = /\/(current|latest)\//.test(url) || !(hasDate(url) || /\d+\.\d+\.\d+/.test(url));
  if (!moves) return [];
  return [
    {
      path: "template.image.url",
      problem: "moving address",
      got: url,
      allowed: "must be a release with its date or full version in the address",
      remedy: `choose a dated one, such as ${exampleLike(url)}`,
    },
  ];
};

/** A thirteenth month is a mistyped one. */
const hasDate = (url: string): boolean =>
  [...url.matchAll(/(20\d{2})-?([01]\d)-?([0-3]\d)/g)].some(([, year, month, day]) => {
    const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
    return date.getUTCDate() === Number(day);
  });

/** Proxmox VE runs on x86-64 alone. */
const imageIsForThisArchitecture: Rule = ({ template }) => {
  const url = template.image?.url ?? "";
  const other = OTHER_ARCHITECTURE.exec(url)?.[1];
  if (other === undefined) return [];
  const allowed = "must be an image for amd64 (x86-64)";
  return [
    {
      path: "template.image.url",
      problem: `an image for ${other}`,
      got: url,
      allowed,
      remedy: "choose the amd64 file",
    },
  ];
};

/**
 * Another system would boot, and fail half an hour later where it has no apt, or reads no vendor document. The name of its
 * file says what an image is; what it really is, every node's script asks the machine before it does anything.
 */
const imageHoldsAKnownSystem: Rule = (config) => {
  const url = config.template.image?.url;
  if (url === undefined || systemOfImage(url) || OTHER_ARCHITECTURE.test(url)) return [];
  return [
    {
      path: "template.image.url",
      problem: "not an image of a supported system",
      got: fileOf(url),
      allowed: `must be the image of ${namesOf(releasesWithLogin)} for amd64, e.g. ${exampleLike(url)}`,
      remedy: "choose one of them, and keep the publisher's file name",
    },
  ];
};

const imageIsOfTheNodesSystem: Rule = (config) => {
  const url = config.template.image?.url;
  const found = systemOfImage(url ?? "");
  if (url === undefined || !found || !osOf(config).login || found.family === familyOf(config)) return [];
  const family = familyOf(config);
  const releases = releasesOf([family]);
  return [
    {
      path: "template.image.url",
      problem: `an image of ${found.name}, but os.family is ${family}`,
      got: fileOf(url),
      allowed: `must be the image of ${namesOf(releases)} for amd64, e.g. ${releases.at(-1)?.example}`,
      remedy: osNamed(found.family).login ? `write os.family: ${found.family}, or choose another` : "choose another",
    },
  ];
};

const fileOf = (url: string): string => url.split("/").at(-1) ?? url;

/** The address of an image of the same system, or of the one that nodes run by default. */
const exampleLike = (url: string): string => (systemOfImage(url) ?? releasesWithLogin[0])?.example ?? "";

const ALGORITHMS = ["sha256", "sha512"] as const;

/** One sum pins a file; with two nobody knows which one a refusal is about. */
const imageHasOneSum: Rule = ({ template: { image } }) => {
  if (!image) return [];
  const given = ALGORITHMS.filter((algorithm) => image[algorithm] !== undefined);
  if (given.length === 1) return [];
  const allowed = "must be the publisher's checksum of this file, as sha256 or sha512";
  if (given.length === 0) {
    const system = systemOfImage(image.url);
    const { algorithm = "sha256", file = "list of sums" } = (system && osNamed(system.family).images.sums) ?? {};
    const remedy = `copy it from the publisher's ${file}, in quotes`;
    return [{ path: `template.image.${algorithm}`, problem: "missing key", got: "nothing", allowed, remedy }];
  }
  const got = image.sha512 ?? "";
  return [{ path: "template.image.sha512", problem: "a second checksum", got, allowed, remedy: "remove one of them" }];
};

/** Whether a sum is of no image: of an empty file, which a failed download leaves, or of one digit all along. */
const isOfNothing = (algorithm: string, sum: string): boolean =>
  /^(0*|f*)$/.test(sum) || sum === createHash(algorithm).digest("hex");

const imageSumIsOfAnImage: Rule = ({ template }) =>
  ALGORITHMS.flatMap((algorithm) => {
    const sum = template.image?.[algorithm];
    if (sum === undefined || !isOfNothing(algorithm, sum)) return [];
    return [
      {
        path: `template.image.${algorithm}`,
        problem: "not the checksum of an image",
        got: sum,
        allowed: `must be the publisher's checksum of this file, e.g. in its ${algorithm.toUpperCase()}SUMS`,
        remedy: "copy it from there",
      },
    ];
  });

/** As Debian and Ubuntu name them in files. */
const OTHER_ARCHITECTURE =
  /(?<![a-z0-9])(arm64|aarch64|armhf|armel|armv7l?|i[36]86|ppc64(?:el|le)?|s390x|riscv64|mips64el)(?![a-z0-9])/i;

export const imageRules: readonly Rule[] = [
  imageUrlIsDated,
  imageIsForThisArchitecture,
  imageHoldsAKnownSystem,
  imageIsOfTheNodesSystem,
  imageHasOneSum,
  imageSumIsOfAnImage,
];
