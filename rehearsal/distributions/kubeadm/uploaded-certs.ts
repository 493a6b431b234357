/** How long the Secret lives: its owner is a bootstrap token of two hours (kubeadm constants, DefaultCertTokenDuration). */
const LIFE_SECONDS = 2 * 3600;

/** Secret kubeadm-certs: what control planes share, readable with the key of the last upload alone. */
export class UploadedCerts {
  /** The key of every upload there ever was. */
  readonly keys: string[] = [];
  private content:
    { readonly key: string; readonly files: ReadonlyMap<string, string>; readonly expires: number } | undefined;
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  upload(key: string, files: ReadonlyMap<string, string>): void {
    this.keys.push(key);
    this.content = { key, files, expires: this.now() + LIFE_SECONDS };
  }

  /** The files by path; `missing` when nobody uploaded within two hours, `wrong key` for any other key. */
  download(key: string): ReadonlyMap<string, string> | "missing" | "wrong key" {
    if (!this.content || this.content.expires <= this.now()) return "missing";
    return this.content.key === key ? this.content.files : "wrong key";
  }
}
