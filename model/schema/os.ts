import { keyboardLayout, listOf, locale, oneOf, packageName, section, timeZone } from "./scalars";

/**
 * The machines' operating system and first-boot settings: `families` are the known systems, `releases` those with an image.
 */
export const osSchema = <F extends string>(families: readonly [F, ...F[]], releases: string) =>
  section({
    family: oneOf(families)
      .optional()
      .describe(
        `OPTIONAL, default ubuntu, or the only system of the distribution: operating system of the nodes, in the release of the image (${releases}).`,
      ),
    locale: locale().default("en_US.UTF-8").describe("OPTIONAL, default en_US.UTF-8: a UTF-8 locale."),
    keyboard: keyboardLayout().default("us").describe("OPTIONAL, default us: XKB layout of the console."),
    timezone: timeZone().default("Etc/UTC").describe("OPTIONAL, default Etc/UTC: a name of the IANA database."),
    packages: listOf(packageName(), "packages")
      .default([])
      .describe("OPTIONAL, default none: packages installed at first boot, in addition to the guest agent."),
  });
