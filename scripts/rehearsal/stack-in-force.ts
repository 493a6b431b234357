import type { StackPlan } from "../../distributions/distribution";
import { planOf } from "../engine/plan-of";

/** The stack file as its owner has it now, and the plan that it makes. */
export class StackInForce {
  readonly stack: string;
  private text: string;
  private current: StackPlan;

  /** Throws what is wrong with the file. */
  constructor(stack: string, text: string) {
    this.stack = stack;
    this.text = text;
    this.current = planOf(text, stack);
  }

  get plan(): StackPlan {
    return this.current;
  }

  /** Edits the file; returns its text. */
  edit(edit: (text: string) => string): string {
    this.text = edit(this.text);
    try {
      this.current = planOf(this.text, this.stack);
    } catch {
      // Its mistakes are the program's to find; until it does, the plan in force stays.
    }
    return this.text;
  }
}
