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

export const imageRules: readonly Rule[] = [imageUrlIsDated];
