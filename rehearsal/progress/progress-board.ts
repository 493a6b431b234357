import type { Clock } from "pve-simulator";
import type { SimulationLog } from "../events";
import { paintFor, type Paint } from "../report/terminal/paint";
import { Board } from "./board";
import { boardText } from "./board-text";
import { lineOf, logLine } from "./line";
import type { Progress, ProgressOutput } from "./progress";

export interface ProgressBoardOptions {
  readonly events: SimulationLog;
  readonly clock: Pick<Clock, "now">;
  readonly machines: readonly string[];
  readonly output: ProgressOutput;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const repaintMs = 100;
const hideCursor = "\u001b[?25l";
const showCursor = "\u001b[?25h";

/** Paints the board over itself ten times a second. What has to stay is written above it. */
export class ProgressBoard implements Progress {
  private readonly options: ProgressBoardOptions;
  private readonly board: Board;
  private readonly paint: Paint;
  private readonly stopListening: () => void;
  private readonly timer: NodeJS.Timeout;
  private readonly giveBackCursor = () => void this.options.output.write(showCursor);
  private current: { readonly name: string; readonly beganAt: number } | undefined;
  private painted = 0;

  constructor(options: ProgressBoardOptions) {
    this.options = options;
    this.board = new Board(options.machines);
    this.paint = paintFor(options.output, options.env);
    this.stopListening = options.events.listen((event) => {
      this.board.note(event);
      const failed = event.kind === "fault" || (event.kind === "span" && event.error !== undefined);
      const line = failed ? lineOf(event) : undefined;
      if (line !== undefined) this.write(this.paint.yellow(line));
    });
    options.output.write(hideCursor);
    process.once("exit", this.giveBackCursor);
    this.timer = setInterval(() => this.repaint(), repaintMs).unref();
  }

  phase(name: string): void {
    this.current = { name, beganAt: this.options.clock.now() };
    this.repaint();
  }

  phaseEnded(text: string): void {
    if (!this.current) return;
    const { name, beganAt } = this.current;
    this.current = undefined;
    this.write(logLine(this.options.clock.now() - beganAt, this.paint.bold(name), text));
  }

  note(text: string): void {
    this.write(this.paint.yellow(logLine(this.options.clock.now(), "", text)));
  }

  stop(): void {
    clearInterval(this.timer);
    this.stopListening();
    process.removeListener("exit", this.giveBackCursor);
    this.options.output.write(`${this.erase()}${showCursor}`);
  }

  /** Above the board, to stay. */
  private write(line: string): void {
    this.options.output.write(`${this.erase()}${line}\n`);
    this.repaint();
  }

  private repaint(): void {
    const { output, clock } = this.options;
    const erase = this.erase();
    if (!this.current) return void (erase && output.write(erase));
    const { columns = 80, rows = 24 } = output;
    const view = {
      phase: this.current.name,
      phaseBeganAt: this.current.beganAt,
      now: clock.now(),
      columns,
      lines: rows,
    };
    const lines = boardText(this.board.rows, view, this.paint);
    this.painted = lines.length;
    output.write(`${erase}${lines.join("\n")}\n`);
  }

  /** Moves to the board's first line and clears from there. */
  private erase(): string {
    const lines = this.painted;
    this.painted = 0;
    return lines === 0 ? "" : `\u001b[${lines}A\r\u001b[J`;
  }
}
