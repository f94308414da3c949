/** Bounds of the pauses between two connections, in milliseconds. */
export interface BackoffSettings {
  /** The bound of the first pause. */
  firstMs: number
  /** The bound of all pauses. */
  maxMs: number
  /** The bound of the first pause after 4429. */
  longFirstMs: number
  /** The bound of the pauses after 4429. */
  longMaxMs: number
  /** How long a connection has to last until the pauses begin anew. */
  stableMs: number
}

export const DEFAULT_BACKOFF: BackoffSettings = {
  firstMs: 500,
  maxMs: 30_000,
  longFirstMs: 10_000,
  longMaxMs: 120_000,
  stableMs: 10_000
}

/** Full jitter: each pause is drawn evenly from zero to a bound that doubles. */
export class Backoff {
  private attempt = 0
  private readonly settings: BackoffSettings
  private readonly random: () => number

  constructor(settings: BackoffSettings, random: () => number) {
    this.settings = settings
    this.random = random
  }

  /** The next pause, in milliseconds. */
  next(long: boolean): number {
    const { firstMs, maxMs, longFirstMs, longMaxMs } = this.settings
    const bound = Math.min(long ? longMaxMs : maxMs, (long ? longFirstMs : firstMs) * 2 ** Math.min(this.attempt++, 30))
    // Who sends too much waits for some time in any case.
    return Math.round(long ? bound / 2 + (this.random() * bound) / 2 : this.random() * bound)
  }

  reset(): void {
    this.attempt = 0
  }
}
