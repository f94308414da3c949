/**
 * One connection for all tabs of an origin, on the Web Locks and the BroadcastChannel of the browser. Where one of them
 * is missing, each tab has a connection of its own.
 *
 * @packageDocumentation
 */
import {
  GatewayClient,
  GatewayError,
  type ClientEvents,
  type ClientOptions,
  type ClientState,
  type Credentials,
  type Delivered,
  type Device,
  type ReplyOf,
  type RequestOf,
  type RequestOptions,
  type Sent,
  type SessionStore,
  type UserInfo
} from './index.js'

/** The part of `navigator.locks` that tabs use. */
export interface LocksLike {
  request(name: string, task: () => Promise<void>): Promise<unknown>
}

/** The part of a BroadcastChannel that tabs use. */
export interface ChannelLike {
  onmessage: ((event: never) => void) | null
  postMessage(message: unknown): void
  close(): void
}

export interface TabsOptions extends ClientOptions {
  /** The tabs with the same name share a connection: take a name for each user. */
  name: string
  /** Shared by the tabs, such as `storageSessions(localStorage)`: whichever tab comes next resumes from it. */
  store: SessionStore
  locks?: LocksLike
  channel?: (name: string) => ChannelLike
}

const EVENTS = ['state', 'message', 'gap', 'sent', 'send_failed', 'push', 'new_login', 'closing', 'draining', 'command'] as const

type Method = 'connect' | 'disconnect' | 'logout' | 'send' | 'history' | 'devices' | 'dropDevice' | 'request' | 'acknowledge'

/** Calls that may be made again when the leading tab was closed before it answered. */
const REPEATABLE: readonly Method[] = ['connect', 'disconnect', 'send', 'history', 'devices', 'acknowledge']

type Failure = { code: number; error: string; detail: string; retryAfterMs?: number }

type Note =
  | { type: 'call'; id: string; method: Method; args: unknown[] }
  | { type: 'result'; id: string; value?: unknown; failure?: Failure }
  | { type: 'event'; event: keyof ClientEvents; value: unknown }
  | { type: 'leader'; tab: string }
  | { type: 'hello' }

interface Call {
  method: Method
  args: unknown[]
  /** The leading tab that has been asked; absent: none yet. */
  asked?: string
  resolve(value: never): void
  reject(error: unknown): void
}

const FAILED: ReadonlyMap<keyof ClientEvents, string> = new Map([['send_failed', 'error'], ['state', 'error']])

function failureOf(error: unknown): Failure {
  const { code = 0, error: reason = 'failed', detail = String(error), retryAfterMs } = error as Partial<Failure>
  return { code, error: reason, detail, ...(retryAfterMs !== undefined && { retryAfterMs }) }
}

function errorOf({ code, error, detail, retryAfterMs }: Failure): GatewayError {
  return new GatewayError(code, error, detail, retryAfterMs)
}

/** A client with the calls of {@link GatewayClient}, of which one tab has the connection. */
export class TabsClient {
  private readonly options: TabsOptions
  private readonly channel: ChannelLike | undefined
  private readonly listeners = new Map<keyof ClientEvents, Set<(value: never) => void>>()
  private readonly calls = new Map<string, Call>()
  private readonly tab: string
  private next = 1
  private client: GatewayClient | undefined
  private leader: string | undefined
  private release: (() => void) | undefined
  private closed = false
  private current: ClientState = { status: 'stopped', reason: 'disconnected' }
  private position: { epoch: string; inbox_seq: number } | undefined

  constructor(options: TabsOptions) {
    this.options = options
    this.tab = (options.environment?.newId ?? (() => crypto.randomUUID()))()
    const { navigator, BroadcastChannel } = globalThis as {
      navigator?: { locks?: LocksLike }
      BroadcastChannel?: new (name: string) => ChannelLike
    }
    const locks = options.locks ?? navigator?.locks
    const open = options.channel ?? (BroadcastChannel && ((name: string) => new BroadcastChannel(name)))
    const name = 'mychat-gateway:' + options.name
    if (!locks || !open) {
      this.lead()
      return
    }
    this.channel = open(name)
    this.channel.onmessage = ((event: { data: Note }) => this.receive(event.data)) as (event: never) => void
    this.post({ type: 'hello' })
    void locks.request(name, () => {
      if (this.closed) return Promise.resolve()
      this.lead()
      return new Promise<void>((resolve) => (this.release = resolve))
    })
  }

  /** Whether this tab has the connection. */
  get isLeader(): boolean {
    return this.client !== undefined
  }

  get state(): ClientState {
    return this.current
  }

  /** Calls the listener at each event, whichever tab has the connection. Returns what ends it. */
  on<K extends keyof ClientEvents>(event: K, listener: (value: ClientEvents[K]) => void): () => void {
    let set = this.listeners.get(event)
    if (!set) this.listeners.set(event, (set = new Set()))
    set.add(listener)
    return () => {
      set.delete(listener)
    }
  }

  connect(credentials?: Credentials): Promise<UserInfo> {
    return this.call('connect', credentials)
  }

  /** Closes the connection of all tabs. */
  disconnect(): Promise<void> {
    return this.call('disconnect')
  }

  logout(): Promise<void> {
    return this.call('logout')
  }

  send(toUser: string, content: string): Promise<Sent> {
    // The id is made here, so that a repetition through another tab is recognised.
    return this.call('send', toUser, content, `${this.tab.slice(0, 36)}:${this.next++}`)
  }

  history(chatId: string, options?: { limit?: number; before?: string }): Promise<ReplyOf<2002>> {
    return this.call('history', chatId, options)
  }

  devices(): Promise<Device[]> {
    return this.call('devices')
  }

  dropDevice(platform: string, deviceId: string): Promise<number> {
    return this.call('dropDevice', platform, deviceId)
  }

  request<C extends number>(cmdId: C, data: RequestOf<C>, options?: RequestOptions): Promise<ReplyOf<C>> {
    return this.call('request', cmdId, data, options)
  }

  acknowledge(message: Pick<Delivered, 'epoch' | 'inbox_seq'>): void {
    this.call('acknowledge', { epoch: message.epoch, inbox_seq: message.inbox_seq }).catch(() => {})
  }

  /** Leaves the other tabs. If this one has the connection, another one continues it. */
  close(): void {
    this.closed = true
    const { client } = this
    this.client = undefined
    client?.disconnect()
    this.channel?.close()
    this.release?.()
    for (const { reject } of this.calls.values()) reject(new GatewayError(0, 'stopped', 'the tab has left'))
    this.calls.clear()
  }

  private post(note: Note): void {
    if (!this.closed) this.channel?.postMessage(note)
  }

  private call<T>(method: Method, ...args: unknown[]): Promise<T> {
    if (this.closed) return Promise.reject(new GatewayError(0, 'stopped', 'the tab has left'))
    return new Promise((resolve, reject) => {
      const id = `${this.tab}/${this.next++}`
      this.calls.set(id, { method, args, resolve, reject })
      this.dispatch(id)
    })
  }

  private dispatch(id: string): void {
    const call = this.calls.get(id) as Call
    const { method, args } = call
    if (this.leader === undefined) return
    call.asked = this.leader
    if (this.client) void this.perform(id, method, args).then((note) => this.settle(note))
    else this.post({ type: 'call', id, method, args })
  }

  private async perform(id: string, method: Method, args: unknown[]): Promise<Note & { type: 'result' }> {
    try {
      const target = this.client as unknown as Record<Method, (...args: unknown[]) => unknown>
      return { type: 'result', id, value: await target[method](...args) }
    } catch (error) {
      return { type: 'result', id, failure: failureOf(error) }
    }
  }

  private settle({ id, value, failure }: Note & { type: 'result' }): void {
    const call = this.calls.get(id)
    this.calls.delete(id)
    if (failure) call?.reject(errorOf(failure))
    else call?.resolve(value as never)
  }

  private receive(note: Note): void {
    switch (note.type) {
      case 'call':
        if (this.client) void this.perform(note.id, note.method, note.args).then((result) => this.post(result))
        break
      case 'result':
        this.settle(note)
        break
      case 'event':
        if (!this.client) this.emit(note.event, revived(note.event, note.value))
        break
      case 'hello':
        if (this.client) {
          this.post({ type: 'leader', tab: this.tab })
          this.post({ type: 'event', event: 'state', value: plain('state', this.current) })
        }
        break
      case 'leader':
        if (!this.client && note.tab !== this.leader) {
          this.leader = note.tab
          this.askAgain()
        }
    }
  }

  /** Another tab leads: it has not heard what the one before was asked. */
  private askAgain(): void {
    for (const [id, { method, asked, reject }] of [...this.calls]) {
      if (asked === undefined || REPEATABLE.includes(method)) this.dispatch(id)
      else {
        this.calls.delete(id)
        reject(new GatewayError(0, 'connection_lost', 'the leading tab was closed before the reply'))
      }
    }
  }

  private lead(): void {
    const client = (this.client = new GatewayClient(this.options))
    for (const event of EVENTS) {
      client.on(event, (value) => {
        if (this.client !== client) return
        this.emit(event, value as never)
        this.post({ type: 'event', event, value: plain(event, value) })
      })
    }
    this.leader = this.tab
    this.post({ type: 'leader', tab: this.tab })
    // The tab that was closed had a connection: this one continues it.
    if (this.current.status !== 'stopped') client.connect().catch(() => {})
    this.askAgain()
  }

  private emit<K extends keyof ClientEvents>(event: K, value: ClientEvents[K]): void {
    if (event === 'state') this.current = value as ClientState
    if (event === 'gap') this.position = undefined
    if (event === 'message') {
      // The next leader may deliver again what the one before has not saved as delivered.
      const { epoch, inbox_seq } = value as Delivered
      const { position } = this
      if (epoch && position?.epoch === epoch && inbox_seq <= position.inbox_seq) return
      this.position = { epoch, inbox_seq }
    }
    for (const listener of [...(this.listeners.get(event) ?? [])]) {
      try {
        ;(listener as (value: ClientEvents[K]) => void)(value)
      } catch (error) {
        queueMicrotask(() => {
          throw error
        })
      }
    }
  }
}

/** An error loses its class on the channel. */
function plain(event: keyof ClientEvents, value: unknown): unknown {
  const key = FAILED.get(event)
  const error = key && (value as Record<string, unknown>)[key]
  return error ? { ...(value as object), [key as string]: failureOf(error) } : value
}

function revived<K extends keyof ClientEvents>(event: K, value: unknown): ClientEvents[K] {
  const key = FAILED.get(event)
  const failure = key && (value as Record<string, unknown>)[key]
  return (failure ? { ...(value as object), [key as string]: errorOf(failure as Failure) } : value) as ClientEvents[K]
}
