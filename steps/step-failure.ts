/** Why a step cannot continue, for the person who started the run; `status` is what the process ends with. */
export class StepFailure extends Error {
  readonly status: number;

  constructor(message: string, status = 1) {
    super(message);
    this.status = status;
  }
}
