/** How a command ended, and what it printed where. */
export interface Ended {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

interface Script {
  readonly main: (args: readonly string[]) => Promise<number>;
}

/** Runs a script of `scripts/` with a command line, as its npm script does, in this process. */
export async function runCommand(script: string, args: readonly string[]): Promise<Ended> {
  const { main } = (await import(`../../scripts/${script}`)) as Script;
  const written = { out: "", err: "" };
  const into = (stream: "out" | "err") => (text: unknown) => ((written[stream] += String(text)), true);
  const spies = [
    jest.spyOn(process.stdout, "write").mockImplementation(into("out")),
    jest.spyOn(process.stderr, "write").mockImplementation(into("err")),
    jest.spyOn(console, "log").mockImplementation((text) => void into("out")(`${text}\n`)),
    jest.spyOn(console, "error").mockImplementation((text) => void into("err")(`${text}\n`)),
  ];
  try {
    return { status: await main(args), ...written };
  } finally {
    spies.forEach((spy) => spy.mockRestore());
  }
}
