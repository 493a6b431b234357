/** What pins an image to its very bytes, by the algorithm its publisher uses. */
export interface ImageSum {
  readonly algorithm: "sha256" | "sha512";
  /** Lower-case hex digits. */
  readonly value: string;
}
