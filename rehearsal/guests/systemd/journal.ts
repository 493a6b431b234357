/** What services and cloud-init wrote, by unit, oldest first. Lost with the machine's power, as on these images. */
export class Journal {
  private readonly entries: { readonly unit: string; readonly time: number; readonly text: string }[] = [];
  private readonly now: () => number;
  private readonly onWrite: (unit: string, text: string) => void;

  constructor(now: () => number, onWrite: (unit: string, text: string) => void) {
    this.now = now;
    this.onWrite = onWrite;
  }

  write(unit: string, text: string): void {
    for (const line of text.split("\n").filter(Boolean)) this.entries.push({ unit, time: this.now(), text: line });
    this.onWrite(unit, text);
  }

  read(unit?: string): readonly { readonly unit: string; readonly time: number; readonly text: string }[] {
    return unit === undefined ? this.entries : this.entries.filter((entry) => entry.unit === unit);
  }
}
