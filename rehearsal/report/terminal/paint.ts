/** Colours for a terminal, or none. */
export type Paint = Readonly<Record<Colour, (text: string) => string>>;

export type Colour = "bold" | "dim" | "red" | "green" | "yellow" | "blue" | "magenta" | "cyan";

const codes: Readonly<Record<Colour, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
};

/** What colours are decided by: is somebody looking, and did they ask for none (https://no-color.org)? */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export function paintFor(output: Output, env: Readonly<Record<string, string | undefined>> = process.env): Paint {
  const isPlain = output.isTTY !== true || (env["NO_COLOR"] ?? "") !== "" || env["TERM"] === "dumb";
  const entries = Object.entries(codes).map(([colour, [on, off]]) => [
    colour,
    isPlain ? (text: string) => text : (text: string) => `\u001b[${on}m${text}\u001b[${off}m`,
  ]);
  return Object.fromEntries(entries) as Paint;
}
