import { keyboardLayout, listOf, locale, packageName, section, timeZone } from "./scalars";

/** First-boot settings of every machine. */
export const osSchema = section({
  locale: locale().default("en_US.UTF-8").describe("OPTIONAL, default en_US.UTF-8."),
  keyboard: keyboardLayout().default("us").describe("OPTIONAL, default us: XKB layout of the console."),
  timezone: timeZone().default("Etc/UTC").describe("OPTIONAL, default Etc/UTC."),
  packages: listOf(packageName(), "packages")
    .default([])
    .describe("OPTIONAL, default none; the guest agent always comes."),
});
