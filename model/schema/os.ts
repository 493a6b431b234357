import { listOf, matching, section } from "./scalars";

/** First-boot settings of every machine. */
export const osSchema = section({
  locale: matching(/^[a-z]{2,3}_[A-Z]{2}\.UTF-8$/, "allowed is a UTF-8 locale", "write it as fr_FR.UTF-8")
    .default("en_US.UTF-8")
    .describe("OPTIONAL, default en_US.UTF-8."),
  keyboard: matching(/^[a-z]{2,}$/, "allowed is an XKB layout", "write it as fr or us")
    .default("us")
    .describe("OPTIONAL, default us: XKB layout of the console."),
  timezone: matching(
    /^(UTC|[A-Z][A-Za-z]+(\/[A-Za-z0-9_+-]+){1,2})$/,
    "allowed is a name of the IANA time zone database",
    "write it as Europe/Paris",
  )
    .default("Etc/UTC")
    .describe("OPTIONAL, default Etc/UTC."),
  packages: listOf(
    matching(/^[a-z0-9][a-z0-9+.-]+$/, "allowed is the name of an apt package", "write it in lower case"),
    "packages",
  )
    .default([])
    .describe("OPTIONAL, default none; the guest agent always comes."),
});
