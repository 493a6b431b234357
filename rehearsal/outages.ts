/** What is away for a while, until the next run. */
export class Outages {
  /** Whether the API servers of all clusters have ended. */
  apiDown = false;
  /** Images that the registries have lost, as pods name them. */
  readonly lostImages = new Set<string>();
  /** Charts that their repositories have lost. */
  readonly lostCharts = new Set<string>();
  /** Jobs whose pods fail. */
  readonly failingJobs = new Set<string>();
  /** Namespaces where a webhook is asked that nobody answers for. */
  readonly deadWebhooks = new Set<string>();
  private requestsLeft = Infinity;

  /** The API servers answer that many requests more. */
  endApiAfter(requests: number): void {
    this.requestsLeft = requests;
  }

  /** A client asks an API server: whether it is still answered. */
  answersRequest(): boolean {
    if (this.requestsLeft-- <= 0) this.apiDown = true;
    return !this.apiDown;
  }

  /** Nobody runs it again before what was lost is back. */
  mend(): void {
    this.apiDown = false;
    this.requestsLeft = Infinity;
    this.lostImages.clear();
    this.lostCharts.clear();
    this.deadWebhooks.clear();
    this.failingJobs.clear();
  }
}
