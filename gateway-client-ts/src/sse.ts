/**
 * Sessions over server-sent events, for networks that break WebSocket. `withFallback` makes a WebSocket class for
 * `environment.WebSocket` of the client: WebSocket first, events where it fails.
 *
 * @packageDocumentation
 */
import type { WebSocketClass, WebSocketLike } from './environment.js'

/** The part of `fetch` that the transport uses: of browsers, and of Node from version 18 on. */
export type StreamingFetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string; signal?: AbortSignal; keepalive?: boolean }
) => Promise<{
  status: number
  body: { getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array }> } } | null
  json(): Promise<unknown>
}>

export interface EventSettings {
  /** The gateway's calls for events, such as `https://chat.example.com/api/events`. */
  eventsUrl: string
  /** Replaces `fetch`. */
  fetch?: StreamingFetch
  /** The most bytes of messages that wait to be sent, and of one event; beyond it the connection ends. */
  maxBytes?: number
}

export interface FallbackSettings extends EventSettings {
  /** The WebSocket class that is tried first; default: the global one. */
  WebSocket?: WebSocketClass
  /** After so many WebSockets in a row that broke before their first message, events are used; default 2. */
  failures?: number
  /** After so many milliseconds on events, the next connection tries WebSocket again; default 5 minutes. */
  retryMs?: number
  /** The time; replaced in tests. */
  now?(): number
}

const MAX_BYTES = 4 << 20
/** What one request carries; the gateway's `server.max_body_bytes` is 1 MiB. */
const BATCH_BYTES = 256 << 10
const ABNORMAL = 1006

/** A handler of events. */
export type Handler = ((event: never) => void) | null

/** One session over events, with the face of a WebSocket. The session takes the messages in the order of `send`. */
export class EventConnection implements WebSocketLike {
  onopen: Handler = null
  onmessage: Handler = null
  onclose: Handler = null
  onerror: Handler = null
  private readonly url: string
  private readonly fetch: StreamingFetch
  private readonly maxBytes: number
  private readonly abort = new AbortController()
  private key = ''
  private waiting: string[] = []
  private waitingBytes = 0
  private posting = false
  private ended = false

  constructor(settings: EventSettings) {
    // The same in all calls, so that a proxy leads them to one node.
    const route = Math.random().toString(36).slice(2)
    this.url = settings.eventsUrl + (settings.eventsUrl.includes('?') ? '&' : '?') + 'route=' + route
    this.fetch = settings.fetch ?? ((url, init) => fetch(url, init) as ReturnType<StreamingFetch>)
    this.maxBytes = settings.maxBytes ?? MAX_BYTES
    void this.read().then(
      () => this.end(ABNORMAL),
      () => this.end(ABNORMAL)
    )
  }

  private async read(): Promise<void> {
    const { signal } = this.abort
    const response = await this.fetch(this.url, { method: 'GET', headers: { Accept: 'text/event-stream' }, signal })
    if (response.status !== 200 || !response.body) return
    const reader = response.body.getReader()
    const decoder = new TextDecoder()
    let rest = ''
    while (!this.ended) {
      const { done, value } = await reader.read()
      if (done) return
      rest += decoder.decode(value, { stream: true })
      for (let end = rest.indexOf('\n\n'); end >= 0 && !this.ended; end = rest.indexOf('\n\n')) {
        const event = rest.slice(0, end)
        rest = rest.slice(end + 2)
        this.event(event)
      }
      if (rest.length > this.maxBytes) return
    }
  }

  private event(lines: string): void {
    let type = 'message'
    const data: string[] = []
    for (const line of lines.split('\n')) {
      if (line.startsWith('event: ')) type = line.slice(7)
      else if (line.startsWith('data: ')) data.push(line.slice(6))
    }
    const text = data.join('\n')
    if (type === 'open') {
      this.key = String((JSON.parse(text) as { session_key: unknown }).session_key)
      this.tell(this.onopen, {})
    } else if (type === 'close') {
      this.end(Number((JSON.parse(text) as { code: unknown }).code) || ABNORMAL)
    } else if (text) {
      this.tell(this.onmessage, { data: text })
    }
  }

  private tell(handler: Handler, event: object): void {
    handler?.(event as never)
  }

  send(text: string): void {
    if (this.ended) throw new Error('The connection has ended')
    this.waiting.push(text)
    this.waitingBytes += text.length
    if (this.waitingBytes > this.maxBytes) this.end(ABNORMAL)
    else if (!this.posting) void this.post()
  }

  /** One request after the other, each with what waits. What the gateway has not taken is sent again. */
  private async post(): Promise<void> {
    this.posting = true
    try {
      while (this.waiting.length > 0 && !this.ended) {
        let [count, bytes] = [0, 0]
        do bytes += this.waiting[count++]!.length
        while (count < this.waiting.length && bytes + this.waiting[count]!.length <= BATCH_BYTES)
        const body = `[${this.waiting.slice(0, count).join(',')}]`
        const response = await this.fetch(this.url, { method: 'POST', headers: this.headers(), body, signal: this.abort.signal })
        const answer = (await response.json()) as { accepted?: number; retry_after_ms?: number }
        if (response.status !== 200 && response.status !== 429) break
        for (const taken of this.waiting.splice(0, Math.min(count, answer.accepted ?? 0))) this.waitingBytes -= taken.length
        if (response.status === 429) await new Promise((resume) => setTimeout(resume, answer.retry_after_ms ?? 1000))
      }
      // The session has ended, or is not known: the last event may still be on its way.
      if (this.waiting.length > 0) setTimeout(() => this.end(ABNORMAL), 1000)
    } catch {
      this.end(ABNORMAL)
    } finally {
      this.posting = false
    }
  }

  private headers(): Record<string, string> {
    return { 'Content-Type': 'application/json', 'X-Session-Key': this.key }
  }

  close(): void {
    if (this.ended) return
    const { key } = this
    this.end(1000)
    if (key) this.fetch(this.url, { method: 'DELETE', headers: this.headers(), keepalive: true }).catch(() => {})
  }

  private end(code: number): void {
    if (this.ended) return
    this.ended = true
    this.waiting = []
    this.abort.abort()
    this.tell(this.onclose, { code })
  }
}

/**
 * A WebSocket class that falls back to events. Pass it as `environment.WebSocket`. A WebSocket that opens and delivers a
 * message ends the fallback; so does an attempt over events that fails before it opens, since then the network is away.
 */
export function withFallback(settings: FallbackSettings): WebSocketClass {
  const now = settings.now ?? (() => Date.now())
  let failures = 0
  let eventsUntil = 0

  function choose(url: string, protocols: string[]): WebSocketLike {
    if (failures >= (settings.failures ?? 2) && now() >= eventsUntil && eventsUntil > 0) {
      // One WebSocket; the next failure leads back to events.
      failures = (settings.failures ?? 2) - 1
      eventsUntil = 0
    }
    const overEvents = failures >= (settings.failures ?? 2)
    if (overEvents && eventsUntil === 0) eventsUntil = now() + (settings.retryMs ?? 300_000)
    const Socket = settings.WebSocket ?? (globalThis as { WebSocket?: WebSocketClass }).WebSocket
    if (!overEvents && !Socket) failures = settings.failures ?? 2
    const inner = overEvents || !Socket ? new EventConnection(settings) : new Socket(url, protocols)
    return new Watched(inner, (lived) => {
      if (lived) failures = overEvents ? failures : 0
      else if (overEvents) [failures, eventsUntil] = [0, 0]
      else failures++
    })
  }
  return function (url: string, protocols: string[]) {
    return choose(url, protocols)
  } as unknown as WebSocketClass
}

/** A connection whose end is judged: whether a message has come. */
class Watched implements WebSocketLike {
  onopen: Handler = null
  onmessage: Handler = null
  onclose: Handler = null
  onerror: Handler = null
  private judged = false

  constructor(
    private readonly inner: WebSocketLike,
    private readonly judge: (lived: boolean) => void
  ) {
    inner.onopen = (event) => this.onopen?.(event)
    inner.onmessage = (event) => {
      this.verdict(true)
      this.onmessage?.(event)
    }
    inner.onclose = (event) => {
      this.verdict(false)
      this.onclose?.(event)
    }
    inner.onerror = (event) => this.onerror?.(event)
  }

  private verdict(lived: boolean): void {
    if (this.judged) return
    this.judged = true
    this.judge(lived)
  }

  send(text: string): void {
    this.inner.send(text)
  }

  /** The client gives up a connection that has not opened in time. */
  close(code?: number, reason?: string): void {
    this.verdict(false)
    this.inner.close(code, reason)
  }
}
