import { GatewayError } from './errors.js'
import { Command, type Sent } from './protocol.js'

/** A message that waits to be stored by the gateway. */
export interface Outgoing {
  client_msg_id: string
  to_user: string
  content: string
}

export interface OutboxSettings {
  /** The most messages that wait; further ones are refused with `outbox_full`. */
  messages: number
  /** The most bytes of all waiting messages. */
  bytes: number
  /** The most bytes of one message as JSON: below the gateway's `server.max_message_bytes`, or it closes with 1009. */
  messageBytes: number
  /** How long one message may take, in milliseconds, until it is sent again. */
  replyMs: number
  /** The pause after a refusal that names none, in milliseconds. */
  retryMs: number
}

export const DEFAULT_OUTBOX: OutboxSettings = {
  messages: 1_000,
  bytes: 4_194_304,
  messageBytes: 60_000,
  replyMs: 10_000,
  retryMs: 1_000
}

function sizeOf(message: Outgoing): number {
  return new TextEncoder().encode(JSON.stringify(message)).length
}

interface Entry {
  message: Outgoing
  bytes: number
  /** Whether it has been on a wire: the gateway may have stored it. */
  tried: boolean
  /** Whether an earlier connection has taken its answer away, and the present one has not answered yet. */
  uncertain: boolean
  sending: boolean
  result: Promise<Sent>
  resolve(sent: Sent): void
  reject(error: GatewayError): void
}

export interface OutboxListener {
  /** Sends one command over the present connection. */
  request(cmdId: number, data: Outgoing, timeoutMs: number): Promise<unknown>
  /** Waits, then calls `resume`. */
  later(resume: () => void, ms: number): void
  sent(message: Outgoing, sent: Sent): void
  failed(message: Outgoing, error: GatewayError): void
  /** No message is left whose fate is unknown. */
  certain(): void
  /** The content has changed. */
  changed(): void
}

/**
 * Sends messages until the gateway has stored or refused them. Each has an id by which the gateway recognises a
 * repetition, so that none is stored twice. Messages to one user keep their order: the next one leaves when the one
 * before is answered.
 */
export class Outbox {
  private entries: Entry[] = []
  private online = false
  private readonly settings: OutboxSettings
  private readonly listener: OutboxListener

  constructor(settings: OutboxSettings, listener: OutboxListener) {
    this.settings = settings
    this.listener = listener
  }

  /** The waiting messages, the oldest first. */
  get messages(): Outgoing[] {
    return this.entries.map((entry) => entry.message)
  }

  /** Puts back what an earlier page or process has not sent. */
  restore(messages: Outgoing[]): void {
    for (const message of messages) this.put(message, true).catch(() => {})
  }

  /** A message with the id of one that waits is that one. */
  add(message: Outgoing): Promise<Sent> {
    const known = this.entries.find((entry) => entry.message.client_msg_id === message.client_msg_id)
    if (known) return known.result
    const { messages, bytes, messageBytes } = this.settings
    const size = sizeOf(message)
    if (size > messageBytes) {
      return Promise.reject(new GatewayError(0, 'too_large', `the message has ${size} bytes of at most ${messageBytes}`))
    }
    if (this.entries.length >= messages || this.entries.reduce((sum, entry) => sum + entry.bytes, size) > bytes) {
      return Promise.reject(new GatewayError(0, 'outbox_full', `${this.entries.length} messages are waiting`))
    }
    const result = this.put(message, false)
    this.listener.changed()
    this.flush()
    return result
  }

  private put(message: Outgoing, tried: boolean): Promise<Sent> {
    const entry = { message, bytes: sizeOf(message), tried, uncertain: false, sending: false } as Entry
    entry.result = new Promise((resolve, reject) => Object.assign(entry, { resolve, reject }))
    this.entries.push(entry)
    return entry.result
  }

  /** Whether a message, to this user or to anyone, may have been stored although its answer is missing. */
  isUncertain(toUser?: string): boolean {
    return this.entries.some((entry) => entry.uncertain && (toUser ?? entry.message.to_user) === entry.message.to_user)
  }

  /** A connection is logged in. */
  connected(): void {
    this.online = true
    for (const entry of this.entries) {
      entry.uncertain = entry.tried
      entry.sending = false
    }
    this.flush()
  }

  disconnected(): void {
    this.online = false
  }

  /** Gives up everything that waits. */
  clear(error: GatewayError): void {
    const { entries } = this
    this.entries = []
    this.listener.certain()
    for (const entry of entries) {
      entry.reject(error)
      this.listener.failed(entry.message, error)
    }
    if (entries.length) this.listener.changed()
  }

  private flush(): void {
    const busy = new Set<string>()
    for (const entry of this.entries) {
      const { to_user } = entry.message
      if (this.online && !entry.sending && !busy.has(to_user)) void this.send(entry)
      busy.add(to_user)
    }
  }

  private async send(entry: Entry): Promise<void> {
    entry.sending = true
    entry.tried = true
    try {
      this.done(entry, (await this.listener.request(Command.SEND, entry.message, this.settings.replyMs)) as Sent)
    } catch (error) {
      this.refused(entry, error as GatewayError)
    }
  }

  private refused(entry: Entry, error: GatewayError): void {
    const { code, retryAfterMs } = error
    // Without an answer, without a login, too fast, or not now: the message stays, and so does the doubt about an earlier one.
    if (code === 0 || code === 401 || code === 429 || code === 503) {
      const again = () => {
        entry.sending = false
        this.flush()
      }
      // The next connection sends again what this one lost.
      if (code === 0 || code === 401) {
        entry.sending = false
        if (error.error === 'timeout') this.listener.later(again, 0)
      } else this.listener.later(again, retryAfterMs ?? this.settings.retryMs)
      return
    }
    this.remove(entry)
    this.answered(entry)
    entry.reject(error)
    this.listener.failed(entry.message, error)
    this.flush()
  }

  private done(entry: Entry, sent: Sent): void {
    this.drop(entry)
    this.listener.sent(entry.message, sent)
    this.listener.changed()
    this.answered(entry)
    entry.resolve(sent)
    this.flush()
  }

  private answered(entry: Entry): void {
    const open = entry.uncertain
    entry.uncertain = false
    if (open && !this.isUncertain()) this.listener.certain()
  }

  private remove(entry: Entry): void {
    this.drop(entry)
    this.listener.changed()
  }

  private drop(entry: Entry): void {
    this.entries = this.entries.filter((other) => other !== entry)
  }
}
