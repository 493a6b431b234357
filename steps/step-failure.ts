/** Why a step cannot go on, in words for whoever started the run; `status` is what the process ends with. */
export class StepFailure extends Error {
  readonly status: number;

  constructor(message: string, status = 1) {
    super(message);
    this.status = status;
  }
}
