import { nodeSystems, systemOfImage } from "../node-systems";
import type { Rule } from "./rule";

/** A checksum pins one file; behind a moving address there will be another one day, and the download fails then. */
const imageUrlIsDated: Rule = (config) => {
  const url = config.template.image?.url;
  if (url === undefined) return [];
  const moves = /\/(current|latest)\//.test(url) || !/20\d{2}-?[01]\d-?[0-3]\d|\d+\.\d+\.\d+/.test(url);
  if (!moves) return [];
  return [
    {
      path: "template.image.url",
      problem: "moving address",
      got: url,
      allowed: "allowed is a release with its date or full version in the address",
      remedy: "choose a dated folder such as https://cloud-images.ubuntu.com/releases/noble/release-20251213/",
    },
  ];
};

/** Proxmox VE runs on x86-64 alone. */
const imageIsForThisArchitecture: Rule = ({ template }) => {
  const url = template.image?.url ?? "";
  const other = OTHER_ARCHITECTURE.exec(url)?.[1];
  if (other === undefined) return [];
  const allowed = "allowed is an image for amd64 (x86-64)";
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
      problem: "not an image of a system this program knows",
      got: url.split("/").at(-1) ?? url,
      allowed:
        `must be the server image of ${nodeSystems.map(({ name }) => name).join(" or ")} for amd64, ` +
        "e.g. ubuntu-24.04-server-cloudimg-amd64.img or debian-12-generic-amd64-20251112-2294.qcow2",
      remedy: "choose one of them; a copy keeps its publisher's file name",
    },
  ];
};

/** Sums of no image: of an empty file, which a failed download leaves, and of nothing at all. */
const NO_IMAGE = /^(e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855|0{64})$/;

const imageSumIsOfAnImage: Rule = ({ template }) => {
  const sum = template.image?.sha256;
  if (sum === undefined || !NO_IMAGE.test(sum)) return [];
  return [
    {
      path: "template.image.sha256",
      problem: "not the sum of an image",
      got: sum,
      allowed: "must be the sum that the publisher gives for this very file, e.g. in its SHA256SUMS",
      remedy: "copy it from there",
    },
  ];
};

/** As Debian and Ubuntu name them in files. */
const OTHER_ARCHITECTURE =
  /(?<![a-z0-9])(arm64|aarch64|armhf|armel|armv7l?|i[36]86|ppc64(?:el|le)?|s390x|riscv64|mips64el)(?![a-z0-9])/i;

export const imageRules: readonly Rule[] = [
  imageUrlIsDated,
  imageIsForThisArchitecture,
  imageHoldsAKnownSystem,
  imageSumIsOfAnImage,
];
