import { namesOf, OS_FAMILIES, releasesWithLogin } from "../../os/registry";
import { keyboardLayout, listOf, locale, oneOf, packageName, section, timeZone } from "./scalars";

/** What machines run, and their first-boot settings. */
export const osSchema = section({
  family: oneOf(OS_FAMILIES)
    .optional()
    .describe(
      `OPTIONAL, default ubuntu, or the only system of the distribution: operating system of the nodes, in the release of the image (${namesOf(releasesWithLogin)}).`,
    ),
  locale: locale().default("en_US.UTF-8").describe("OPTIONAL, default en_US.UTF-8: a UTF-8 locale."),
  keyboard: keyboardLayout().default("us").describe("OPTIONAL, default us: XKB layout of the console."),
  timezone: timeZone().default("Etc/UTC").describe("OPTIONAL, default Etc/UTC: a name of the IANA database."),
  packages: listOf(packageName(), "packages")
    .default([])
    .describe("OPTIONAL, default none: packages installed at first boot, in addition to the guest agent."),
});
