import type { Timers } from './environment.js'
import type { Position } from './inbox.js'

/** How acknowledgements (2004) are merged. */
export interface AcknowledgementSettings {
  /**
   * `auto`: a message is processed when the listeners have returned. `manual`: when `acknowledge` is called; after a
   * restart of the page or process, delivery resumes behind the last message that was acknowledged.
   */
  mode: 'auto' | 'manual'
  /** How long an acknowledgement waits for further messages, in milliseconds. */
  delayMs: number
}

export const DEFAULT_ACKNOWLEDGEMENTS: AcknowledgementSettings = { mode: 'auto', delayMs: 200 }

function same(a: Position | undefined, b: Position | undefined): boolean {
  return a?.epoch === b?.epoch && a?.last_seq === b?.last_seq
}

/** Knows up to where messages have been processed, and tells it in few words. */
export class Acknowledger {
  /** Up to here the application has processed the messages. */
  processed: Position | undefined
  private told: Position | undefined
  private timer: unknown
  private readonly delayMs: number
  private readonly timers: Timers
  private readonly tell: (position: Position) => boolean

  /** @param tell returns whether it could be told */
  constructor(delayMs: number, timers: Timers, tell: (position: Position) => boolean) {
    this.delayMs = delayMs
    this.timers = timers
    this.tell = tell
  }

  /** Messages count as processed up to here, going forward only. */
  advance(position: Position): void {
    const { processed } = this
    if (processed && processed.epoch === position.epoch && position.last_seq <= processed.last_seq) return
    this.processed = position
    this.soon()
  }

  /** A login: the gateway may not have heard the last words, or it is the one that has told the position. */
  loggedIn(told: Position | undefined): void {
    this.told = told
    // A position without an epoch is one of the connection that has ended.
    if (!this.processed?.epoch) this.processed = told
    this.soon()
  }

  reset(position: Position | undefined): void {
    this.processed = position
    this.told = undefined
  }

  private soon(): void {
    if (!same(this.processed, this.told)) this.timer ??= this.timers.setTimeout(() => this.now(), this.delayMs)
  }

  now(): void {
    this.timers.clearTimeout(this.timer)
    this.timer = undefined
    const { processed } = this
    if (processed && !same(processed, this.told) && this.tell(processed)) this.told = processed
  }
}
