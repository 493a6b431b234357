import { keyboardLayout, listOf, locale, packageName, section, timeZone } from "./scalars";

/** First-boot settings of every machine. */
export const osSchema = section({
  locale: locale().default("en_US.UTF-8").describe("OPTIONAL, default en_US.UTF-8: a UTF-8 locale."),
  keyboard: keyboardLayout().default("us").describe("OPTIONAL, default us: XKB layout of the console."),
  timezone: timeZone().default("Etc/UTC").describe("OPTIONAL, default Etc/UTC: a name of the IANA database."),
  packages: listOf(packageName(), "packages")
    .default([])
    .describe("OPTIONAL, default none: packages installed at first boot; the guest agent always comes."),
});
