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

/** As Debian and Ubuntu name them in files. */
const OTHER_ARCHITECTURE =
  /(?<![a-z0-9])(arm64|aarch64|armhf|armel|armv7l?|i[36]86|ppc64(?:el|le)?|s390x|riscv64|mips64el)(?![a-z0-9])/i;

export const imageRules: readonly Rule[] = [imageUrlIsDated, imageIsForThisArchitecture];
