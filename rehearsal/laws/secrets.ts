import { secretForms, type SecretForm } from "./secret-forms";

/** A secret under watch. Its value must be long enough never to appear anywhere by chance. */
export interface Secret {
  readonly name: string;
  readonly forms: readonly SecretForm[];
  /**
   * Machines whose own vendor document may hold it: that is how cloud-init hands a machine its SSH host key and its
   * console password hash. `"every machine"` for the hash, one name for a host key.
   */
  readonly vendorDocumentOf?: string;
}

/** Where a secret was seen, without the secret. */
export interface Sighting {
  readonly secret: Secret;
  readonly form: SecretForm["kind"];
}

const shortest = 8;

/** The secrets of one rehearsal. Laws look for them, reports mask them. */
export class Secrets {
  private readonly byValue = new Map<string, Secret>();

  /** Puts a value under watch; the same value twice stays one secret. */
  add(name: string, value: string, allowed: { vendorDocumentOf?: string } = {}): void {
    if (value.length < shortest) {
      throw new Error(
        `secret ${name}: a value of ${value.length} characters cannot be told from chance; at least ${shortest}`,
      );
    }
    if (!this.byValue.has(value)) this.byValue.set(value, { name, forms: secretForms(value), ...allowed });
  }

  get all(): readonly Secret[] {
    return [...this.byValue.values()];
  }

  /** Every secret readable in the text, once each, in the first form found. */
  sightings(text: string): Sighting[] {
    return this.all.flatMap((secret) => {
      const form = secret.forms.find((candidate) => text.includes(candidate.needle));
      return form ? [{ secret, form: form.kind }] : [];
    });
  }
}
