import { Backoff, type BackoffSettings } from './backoff.js'
import { TICK_MS } from './connection.js'
import type { Environment } from './environment.js'

/** The shortest time between two connections that a wake signal causes, in milliseconds. */
const WAKE_PAUSE_MS = 1_000

/** Decides when the next connection begins. */
export class Reconnector {
  private readonly environment: Environment
  private readonly backoff: Backoff
  private readonly attempt: () => void
  private timer: unknown
  private waiting = false
  private lastAttempt = 0
  /** The moment that a drain has drawn for this client. */
  private drawn: number | undefined
  /** The moment before which a wake signal changes nothing. */
  private notBefore = 0

  constructor(settings: BackoffSettings, environment: Environment, attempt: () => void) {
    this.environment = environment
    this.backoff = new Backoff(settings, () => environment.random())
    this.attempt = attempt
  }

  /** Connects now, and begins with short pauses again. */
  start(): void {
    this.drawn = undefined
    this.backoff.reset()
    this.go()
  }

  /** A connection has lasted. */
  succeeded(): void {
    this.backoff.reset()
  }

  /** The gateway will close this connection and wants the client back at this moment (4005). */
  draw(afterMs: number): void {
    this.drawn = this.environment.timers.now() + afterMs
  }

  /** A login forgets what an earlier connection has been told. */
  loggedIn(): void {
    this.drawn = undefined
  }

  /**
   * Connects after a pause. Returns it, in milliseconds.
   *
   * @param retryAfterMs what the gateway has asked for
   */
  retry(retryAfterMs: number | undefined, long: boolean): number {
    const now = this.environment.timers.now()
    const { drawn } = this
    this.drawn = undefined
    const asked = retryAfterMs !== undefined || long
    // Where a drain has drawn the moment, the drawing is done.
    const wait = drawn !== undefined && !asked ? Math.max(0, drawn - now) : (retryAfterMs ?? 0) + this.backoff.next(long)
    this.notBefore = asked || drawn !== undefined ? now + wait : 0
    this.cancel()
    this.waiting = true
    this.wait(now + wait, wait)
    return wait
  }

  /** Waits in steps, so that a computer that slept does not wait again. */
  private wait(moment: number, left: number): void {
    const step = Math.min(left, TICK_MS)
    this.timer = this.environment.timers.setTimeout(() => {
      const rest = Math.min(left - step, moment - this.environment.timers.now())
      if (rest > 0) this.wait(moment, rest)
      else this.go()
    }, step)
  }

  private go(): void {
    this.cancel()
    this.notBefore = 0
    this.lastAttempt = this.environment.timers.now()
    this.attempt()
  }

  /** The network is back, or the page is visible again: does not wait, unless the gateway has asked for it. */
  wake(): void {
    const now = this.environment.timers.now()
    if (this.waiting && now >= this.notBefore && now - this.lastAttempt >= WAKE_PAUSE_MS) this.go()
  }

  cancel(): void {
    this.waiting = false
    this.environment.timers.clearTimeout(this.timer)
  }
}
