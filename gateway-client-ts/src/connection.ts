import type { Environment, WebSocketLike } from './environment.js'
import { Command, dataOf, SUBPROTOCOL, type Frame } from './protocol.js'

/** When a connection counts as dead, in milliseconds. */
export interface LivenessSettings {
  /** How long opening a connection may take. */
  openMs: number
  /** After how much silence of the server a heartbeat is sent. */
  heartbeatMs: number
  /** How long the server may be silent after a heartbeat. */
  replyMs: number
  /** The same when a dead connection is likely: after a sleep, or when the network has changed. */
  probeMs: number
}

export const DEFAULT_LIVENESS: LivenessSettings = { openMs: 10_000, heartbeatMs: 25_000, replyMs: 10_000, probeMs: 4_000 }

/** How often a connection looks at the clock. A look that is later than this means that the computer slept. */
export const TICK_MS = 5_000

/** The close code for a connection that this client has given up; it is never on the wire. */
export const ABANDONED = 4999

export interface ConnectionListener {
  opened(): void
  received(frame: Frame, data: unknown): void
  /** The last call. */
  closed(code: number): void
}

/** One WebSocket connection, and whether it lives. Ends with exactly one call of `closed`. */
export class Connection {
  private socket: WebSocketLike | undefined
  private readonly environment: Environment
  private readonly liveness: LivenessSettings
  private readonly listener: ConnectionListener
  private timer: unknown
  private open = false
  private lastReceived = 0
  /** The moment until which something has to arrive; absent: no heartbeat is out. */
  private deadline: number | undefined
  /** Heartbeats since the last sign of life. */
  private probes = 0

  constructor(url: string, environment: Environment, liveness: LivenessSettings, listener: ConnectionListener) {
    this.environment = environment
    this.liveness = liveness
    this.listener = listener
    const socket = new environment.WebSocket(url, [SUBPROTOCOL])
    this.socket = socket
    socket.onopen = () => {
      this.open = true
      this.heard()
      environment.timers.clearTimeout(this.timer)
      this.tick(TICK_MS)
      listener.opened()
    }
    socket.onmessage = ((event: { data: unknown }) => this.receive(event.data)) as (event: never) => void
    socket.onclose = ((event: { code?: number }) => this.end(event.code ?? 1006)) as (event: never) => void
    socket.onerror = () => {}
    this.timer = environment.timers.setTimeout(() => this.abandon(), liveness.openMs)
  }

  private now(): number {
    return this.environment.timers.now()
  }

  private heard(): void {
    this.lastReceived = this.now()
    this.deadline = undefined
    this.probes = 0
  }

  private receive(text: unknown): void {
    this.heard()
    let frame: Frame
    try {
      frame = JSON.parse(String(text)) as Frame
    } catch {
      return
    }
    if (frame && typeof frame.cmd_id === 'number') this.listener.received(frame, dataOf(frame))
  }

  /** Watches the clock while the connection is open. */
  private tick(ms: number): void {
    const expected = this.now() + ms
    this.timer = this.environment.timers.setTimeout(() => this.look(expected), ms)
  }

  private look(expected: number): void {
    const now = this.now()
    // A timer that is late, or a clock that went backwards: the computer slept, or the page was suspended. What has
    // arrived since may be read after this timer, so only the second such moment without a sign of life counts.
    const slept = Math.abs(now - expected) >= TICK_MS
    const overdue = this.deadline !== undefined && (slept || now >= this.deadline)
    if (overdue && (!slept || this.probes > 1)) {
      this.abandon()
    } else if (slept) {
      this.probe()
    } else {
      if (this.deadline === undefined && now - this.lastReceived >= this.liveness.heartbeatMs) {
        this.beat(this.liveness.replyMs)
      }
      this.tick(this.deadline === undefined ? TICK_MS : Math.min(TICK_MS, this.deadline - now))
    }
  }

  private beat(replyMs: number): void {
    this.probes++
    this.deadline = this.now() + replyMs
    this.send({ cmd_id: Command.HEARTBEAT })
  }

  /** Finds out soon whether the connection still lives. */
  probe(): void {
    if (!this.open) return
    this.lastReceived = Math.min(this.lastReceived, this.now())
    this.beat(this.liveness.probeMs)
    this.environment.timers.clearTimeout(this.timer)
    this.tick(this.liveness.probeMs)
  }

  send(frame: Frame): void {
    try {
      this.socket?.send(JSON.stringify(frame))
    } catch {
      // A socket that is closing; `closed` follows.
    }
  }

  /** Gives up a connection without waiting for the other side. */
  abandon(): void {
    if (!this.socket) return
    this.close()
    this.listener.closed(ABANDONED)
  }

  /** Says goodbye. The listener hears nothing more. */
  close(): void {
    const socket = this.release()
    try {
      socket?.close(1000)
    } catch {
      // It is closed already.
    }
  }

  private end(code: number): void {
    if (this.release()) this.listener.closed(code)
  }

  private release(): WebSocketLike | undefined {
    const { socket } = this
    this.socket = undefined
    this.open = false
    this.environment.timers.clearTimeout(this.timer)
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null
      // A socket that fails later has nobody to tell.
      socket.onerror = () => {}
    }
    return socket
  }
}
