import type { Timers } from './environment.js'
import { GatewayError } from './errors.js'
import type { Frame } from './protocol.js'

interface Pending {
  cmdId: number
  timer: unknown
  done: ((data: unknown) => void) | undefined
  resolve(data: unknown): void
  reject(error: GatewayError): void
}

/** The requests of one connection that wait for their replies. */
export class Requests {
  private readonly pending = new Map<string, Pending>()
  private next = 1
  private readonly timers: Timers

  constructor(timers: Timers) {
    this.timers = timers
  }

  /**
   * Sends a frame with an id of its own, and waits for the reply with this id.
   *
   * @param done gets the reply at once, before the next frame is read
   */
  send(transmit: (frame: Frame) => void, frame: Frame, timeoutMs: number, done?: (data: unknown) => void): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = 'r' + this.next++
      const timer = this.timers.setTimeout(() => {
        this.pending.delete(id)
        reject(new GatewayError(0, 'timeout', `no reply to ${frame.cmd_id} within ${timeoutMs} ms`))
      }, timeoutMs)
      this.pending.set(id, { cmdId: frame.cmd_id, timer, done, resolve, reject })
      transmit({ ...frame, request_id: id })
    })
  }

  /** Returns whether the frame is the reply to a request. */
  receive(frame: Frame, data: unknown): boolean {
    const id = String(frame.request_id)
    const pending = this.pending.get(id)
    if (!pending || pending.cmdId !== frame.cmd_id || frame.code === undefined) return false
    this.pending.delete(id)
    this.timers.clearTimeout(pending.timer)
    if (frame.code === 200) {
      pending.done?.(data)
      pending.resolve(data)
    } else pending.reject(GatewayError.of(frame.code, data))
    return true
  }

  /** The connection has ended. */
  fail(error: GatewayError): void {
    const all = [...this.pending.values()]
    this.pending.clear()
    for (const { timer, reject } of all) {
      this.timers.clearTimeout(timer)
      reject(error)
    }
  }
}
