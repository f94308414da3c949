/** What the client takes from its surroundings. Everything can be replaced, so that tests are deterministic. */

/** The part of a WebSocket that the client uses. */
export interface WebSocketLike {
  onopen: ((event: never) => void) | null
  onmessage: ((event: never) => void) | null
  onclose: ((event: never) => void) | null
  onerror: ((event: never) => void) | null
  send(text: string): void
  close(code?: number, reason?: string): void
}

/** A WebSocket class: of the browser, of Node from version 22 on, or of the package `ws`. */
export type WebSocketClass = new (url: string, protocols: string[]) => WebSocketLike

/** Time. Wall-clock time: it jumps when a computer wakes up. */
export interface Timers {
  /** Milliseconds since the epoch of Unix. */
  now(): number
  setTimeout(task: () => void, ms: number): unknown
  clearTimeout(timer: unknown): void
}

/** The part of `fetch` that the client uses. */
export type FetchLike = (
  url: string,
  init: { method: string; headers: Record<string, string>; body: string; signal?: AbortSignal }
) => Promise<{ status: number; json(): Promise<unknown> }>

/** Tells when another try makes sense at once: the network is back, the page is visible again. */
export interface WakeSignals {
  /** @returns ends the subscription */
  subscribe(wake: () => void): () => void
}

/** What surrounds a client. */
export interface Environment {
  WebSocket: WebSocketClass
  timers: Timers
  /** A number from 0 to less than 1. */
  random(): number
  /** A new id, of 1 to 64 characters. */
  newId(): string
  fetch: FetchLike
  wake: WakeSignals
  /** Gets what a listener or the session store throws. */
  report(error: unknown): void
}

interface EventSource {
  addEventListener?: (type: string, listener: () => void) => void
  removeEventListener?: (type: string, listener: () => void) => void
}

/** The signals of a browser; none elsewhere. */
const browserSignals: WakeSignals = {
  subscribe(wake) {
    const page = (globalThis as { document?: EventSource & { visibilityState?: string } }).document
    const shown = () => {
      if (page?.visibilityState === 'visible') wake()
    }
    const sources: [EventSource | undefined, string, () => void][] = [
      [globalThis as EventSource, 'online', wake],
      [globalThis as EventSource, 'pageshow', wake],
      [page, 'visibilitychange', shown],
      [page, 'resume', wake]
    ]
    for (const [source, type, listener] of sources) source?.addEventListener?.(type, listener)
    return () => {
      for (const [source, type, listener] of sources) source?.removeEventListener?.(type, listener)
    }
  }
}

class MissingWebSocket implements WebSocketLike {
  onopen = null
  onmessage = null
  onclose = null
  onerror = null
  constructor() {
    throw new Error('There is no WebSocket here: pass one as environment.WebSocket, such as that of the package ws')
  }
  send(): void {}
  close(): void {}
}

function randomId(): string {
  const { crypto } = globalThis
  if (crypto?.randomUUID) return crypto.randomUUID()
  let id = ''
  while (id.length < 32) id += Math.random().toString(36).slice(2)
  return id.slice(0, 32)
}

/** The environment of this page or process, with replacements. */
export function environmentOf(replacements: Partial<Environment> = {}): Environment {
  return {
    WebSocket: (globalThis as { WebSocket?: WebSocketClass }).WebSocket ?? MissingWebSocket,
    timers: {
      now: () => Date.now(),
      setTimeout: (task, ms) => setTimeout(task, ms),
      clearTimeout: (timer) => clearTimeout(timer as number)
    },
    random: () => Math.random(),
    newId: randomId,
    fetch: (url, init) => fetch(url, init),
    wake: browserSignals,
    report: (error) => {
      const { reportError } = globalThis as { reportError?: (error: unknown) => void }
      if (reportError) reportError(error)
      else
        queueMicrotask(() => {
          throw error
        })
    },
    ...replacements
  }
}
