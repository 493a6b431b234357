import { StringDecoder } from "node:string_decoder";

/** Bytes of a line that Pulumi still shows. The command plugin waits for ever at one of more than 65,536 (bufio.Scanner). */
const LONGEST = 8_192;

/** Passes lines of a log on as they come, longer ones in pieces, and remembers the last. */
export class LogLines {
  /** What was said last, without its line end; empty before the first line. */
  last = "";
  private rest = "";
  private readonly decoder = new StringDecoder("utf8");
  private readonly write: (text: string) => void;

  constructor(write: (text: string) => void) {
    this.write = write;
  }

  push(chunk: Buffer): void {
    const lines = (this.rest + this.decoder.write(chunk)).split("\n");
    this.rest = lines.pop() ?? "";
    for (const line of lines) this.say(line);
    while (this.rest.length > LONGEST) {
      this.say(this.rest.slice(0, LONGEST));
      this.rest = this.rest.slice(LONGEST);
    }
  }

  /** The log is over: what had no line end yet is said too. */
  end(): void {
    if (this.rest !== "") this.say(this.rest);
    this.rest = "";
  }

  private say(line: string): void {
    for (let at = 0; at === 0 || at < line.length; at += LONGEST) this.write(`${line.slice(at, at + LONGEST)}\n`);
    if (line.trim() !== "") this.last = line.slice(0, LONGEST);
  }
}
