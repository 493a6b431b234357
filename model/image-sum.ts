/** An image's checksum, with its publisher's algorithm. */
export interface ImageSum {
  readonly algorithm: "sha256" | "sha512";
  /** Lower-case hex digits. */
  readonly value: string;
}
