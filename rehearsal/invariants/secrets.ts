import { NeedleIndex, shortestNeedle } from "./needle-index";
import { secretForms, type SecretForm } from "./secret-forms";

/** A secret under watch. Its value must be long enough never to appear anywhere by chance. */
export interface Secret {
  readonly name: string;
  /**
   * Machines whose own vendor document may hold it: that is how cloud-init hands a machine its SSH host key and its
   * console password hash. `"every machine"` for the hash, one name for a host key.
   */
  readonly vendorDocumentOf?: string;
  /** The user whose commands print it, for those who log in as that user. */
  readonly toldTo?: string;
}

/** Where a secret was seen, without the secret. */
export interface Sighting {
  readonly secret: Secret;
  readonly form: SecretForm["kind"];
}

interface Watched extends SecretForm {
  readonly secret: Secret;
}

/** The secrets of one rehearsal. Invariants look for them, reports mask them. */
export class RehearsalSecrets {
  private readonly watched = new Map<string, readonly Watched[]>();
  private index: NeedleIndex<Watched> | undefined;

  /** Puts a value under watch; the same value twice stays one secret. */
  add(name: string, value: string, allowed: Omit<Secret, "name"> = {}): void {
    const length = value.trim().length;
    if (length < shortestNeedle) {
      throw new Error(
        `secret ${name}: a value of ${length} characters cannot be told from chance; at least ${shortestNeedle}`,
      );
    }
    if (this.watched.has(value)) return;
    const secret = { name, ...allowed };
    this.watched.set(
      value,
      secretForms(value).map((form) => ({ ...form, secret })),
    );
    this.index = undefined;
  }

  /** Every secret readable in the text, once each, in the first form found. */
  sightings(text: string): Sighting[] {
    const seen = new Map<Secret, Sighting>();
    for (const { found } of this.matches(text)) {
      if (!seen.has(found.secret)) seen.set(found.secret, { secret: found.secret, form: found.kind });
    }
    return [...seen.values()];
  }

  /** The text with every secret, in whatever spelling, replaced by its name. */
  mask(text: string): string {
    let masked = "";
    let done = 0;
    for (const { at, found } of this.matches(text)) {
      masked += `${text.slice(done, at)}[secret ${found.secret.name}]`;
      done = at + found.needle.length;
    }
    return done === 0 ? text : masked + text.slice(done);
  }

  private matches(text: string) {
    this.index ??= new NeedleIndex([...this.watched.values()].flat());
    return this.index.matches(text);
  }
}
