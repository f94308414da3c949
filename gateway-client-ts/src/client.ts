import { Access } from './access.js'
import { Acknowledger, DEFAULT_ACKNOWLEDGEMENTS } from './acknowledger.js'
import { DEFAULT_BACKOFF } from './backoff.js'
import { reactionTo, stopReasonOf, type StopReason } from './close-codes.js'
import { Connection, DEFAULT_LIVENESS } from './connection.js'
import { Emitter } from './emitter.js'
import { environmentOf, type Environment } from './environment.js'
import { GatewayError } from './errors.js'
import { DEFAULT_INBOX, Inbox } from './inbox.js'
import {
  DEFAULT_REQUESTS,
  type ClientEvents,
  type ClientOptions,
  type ClientState,
  type Credentials,
  type RequestOptions
} from './options.js'
import { DEFAULT_OUTBOX, Outbox, type Outgoing } from './outbox.js'
import {
  Command,
  type Delivered,
  type Device,
  type Draining,
  type Frame,
  type Gap,
  type LoginReply,
  type NewLogin,
  type ReplyOf,
  type RequestOf,
  type Sent,
  type UserInfo
} from './protocol.js'
import { Reconnector } from './reconnector.js'
import { Requests } from './requests.js'
import { SAVED_OWN, SessionKeeper } from './session.js'
import { refreshOverHttp } from './tokens.js'

/** How often in a row a token may be refused until the person has to log in. */
const MOST_TOKEN_FAILURES = 3
/** Over how many milliseconds at most the refresh of tokens is spread. */
const REFRESH_SPREAD_MS = 20_000

/** The epoch of a message; an older gateway has none. */
function epochOf({ epoch }: Record<string, unknown>): string {
  return typeof epoch === 'string' ? epoch : ''
}

/**
 * A connection to the gateway that is kept: it logs in, resumes, acknowledges, refreshes its tokens, and connects again
 * unless the gateway forbids it. Each message is delivered once.
 *
 * The class is long because it is the one place where the parts meet: each part knows nothing of the others.
 */
export class GatewayClient {
  private readonly options: ClientOptions
  private readonly environment: Environment
  private readonly events: Emitter<ClientEvents>
  private readonly keeper: SessionKeeper
  private readonly access: Access
  private readonly inbox: Inbox
  private readonly acknowledger: Acknowledger
  private readonly outbox: Outbox
  private readonly requests: Requests
  private readonly reconnector: Reconnector
  private readonly urls: readonly string[]

  private current: ClientState = { status: 'stopped', reason: 'disconnected' }
  private wanted = false
  private connection: Connection | undefined
  /** Counts connections and stops: what an earlier one has begun is ignored. */
  private run = 0
  private url = 0
  private redirects: string[] = []
  private password: string | undefined
  private tokenFailures = 0
  private loaded: Promise<void> | undefined
  private unsubscribe: (() => void) | undefined
  /** Timers that end with the connection. */
  private readonly timers = new Set<unknown>()
  private readonly callers = new Set<{ resolve(user: UserInfo): void; reject(error: GatewayError): void }>()
  private readonly waiting = new Set<() => void>()
  private running = 0

  constructor(options: ClientOptions) {
    this.options = options
    const environment = (this.environment = environmentOf(options.environment))
    this.urls = ([] as string[]).concat(options.url)
    this.events = new Emitter(environment.report)
    this.keeper = new SessionKeeper(options.store, environment.report)
    const source = options.tokens ?? (options.apiUrl ? refreshOverHttp(options.apiUrl, environment) : undefined)
    this.access = new Access(this.keeper, source, () => environment.timers.now())
    this.requests = new Requests(environment.timers)
    this.reconnector = new Reconnector({ ...DEFAULT_BACKOFF, ...options.backoff }, environment, () => void this.attempt())
    const { delayMs } = { ...DEFAULT_ACKNOWLEDGEMENTS, ...options.acknowledgements }
    this.acknowledger = new Acknowledger(delayMs, environment.timers, (position) => {
      const { last_seq: inbox_seq, epoch } = position
      if (epoch) this.keeper.current.position = position
      else delete this.keeper.current.position
      this.keeper.save()
      if (this.isOnline) this.connection?.send({ cmd_id: Command.ACKNOWLEDGE, data: { inbox_seq, ...(epoch && { epoch }) } })
      return this.isOnline
    })
    this.inbox = new Inbox({ ...DEFAULT_INBOX, ...options.inbox }, this.inboxListener())
    this.outbox = new Outbox({ ...DEFAULT_OUTBOX, ...options.outbox }, this.outboxListener())
  }

  /** Calls the listener at each event. Returns what ends it. */
  on<K extends keyof ClientEvents>(event: K, listener: (value: ClientEvents[K]) => void): () => void {
    return this.events.on(event, listener)
  }

  get state(): ClientState {
    return this.current
  }

  /** The messages that the gateway has not stored yet, the oldest first. */
  get unsent(): Outgoing[] {
    return this.outbox.messages
  }

  /**
   * Connects, and stays connected until `disconnect` or until the gateway forbids it. Without credentials the saved
   * session goes on, or the token source is asked. Resolves at the first login, and fails when there will be none.
   */
  async connect(credentials?: Credentials): Promise<UserInfo> {
    await (this.loaded ??= this.load())
    if (credentials) {
      this.leaveForGood()
      this.adopt(credentials)
    }
    if (this.wanted && this.current.status === 'online') return this.current.user
    return new Promise((resolve, reject) => {
      this.callers.add({ resolve, reject })
      if (this.wanted) return
      this.wanted = true
      this.tokenFailures = 0
      this.unsubscribe = this.environment.wake.subscribe(() => {
        this.connection?.probe()
        this.reconnector.wake()
      })
      this.reconnector.start()
    })
  }

  /** Closes the connection and stays away. What was not sent is kept. */
  disconnect(): void {
    this.stop('disconnected')
  }

  /** Ends the login of this device: its tokens are revoked. This client forgets them even when that fails. */
  async logout(): Promise<void> {
    try {
      await this.request(Command.LOGOUT, {})
    } finally {
      this.stop('logged_out')
      this.forget()
    }
  }

  /**
   * Sends a message, now or when there is a connection. Resolves when the gateway has stored it. Fails only when the
   * gateway refuses it, it is too large, or the outbox is full.
   */
  send(toUser: string, content: string, clientMsgId = this.environment.newId()): Promise<Sent> {
    return this.outbox.add({ client_msg_id: clientMsgId, to_user: toUser, content })
  }

  /** Reads a chat backwards: the newest messages, or those before one. */
  history(chatId: string, options: { limit?: number; before?: string } = {}): Promise<ReplyOf<2002>> {
    return this.request(Command.HISTORY, { chat_id: chatId, ...options }, { idempotent: true })
  }

  async devices(): Promise<Device[]> {
    return (await this.request(Command.DEVICES, {}, { idempotent: true })).devices
  }

  /** Logs another device of the user out. Returns how many sessions that has ended. */
  async dropDevice(platform: string, deviceId: string): Promise<number> {
    return (await this.request(Command.DROP_DEVICE, { platform, device_id: deviceId })).kicked
  }

  /** Calls a command. Waits for a connection if there is none; the time-out counts from the call. */
  async request<C extends number>(cmdId: C, data: RequestOf<C>, options: RequestOptions = {}): Promise<ReplyOf<C>> {
    const settings = { ...DEFAULT_REQUESTS, ...this.options.requests }
    if (this.running >= settings.max) throw new GatewayError(0, 'too_many_requests', `${this.running} requests are waiting`)
    const { timers } = this.environment
    const end = timers.now() + (options.timeoutMs ?? settings.timeoutMs)
    this.running++
    try {
      for (;;) {
        while (!this.isOnline) await this.online(end - timers.now())
        try {
          return (await this.transmit({ cmd_id: cmdId, data }, end - timers.now())) as ReplyOf<C>
        } catch (error) {
          if (!options.idempotent || (error as GatewayError).error !== 'connection_lost') throw error
        }
      }
    } finally {
      this.running--
    }
  }

  /** Says that everything up to this message is processed; with `manual` acknowledgements. */
  acknowledge({ epoch, inbox_seq }: Pick<Delivered, 'epoch' | 'inbox_seq'>): void {
    if (this.inbox.position?.epoch === epoch) this.acknowledger.advance({ epoch, last_seq: inbox_seq })
  }

  // The session

  private async load(): Promise<void> {
    await this.keeper.load()
    const { position: saved, outbox = [], own = [] } = this.keeper.current
    const position = saved?.epoch ? saved : undefined
    this.inbox.position = position
    own.forEach((id) => this.inbox.sent(id))
    this.acknowledger.reset(position)
    this.outbox.restore(outbox)
  }

  private adopt(credentials: Credentials): void {
    if ('password' in credentials) {
      const { username, password } = credentials
      const { username: known, user_id } = this.keeper.current
      if (known !== username && (known ?? user_id) !== undefined) this.forget()
      this.access.replace(undefined)
      this.keeper.current.username = username
      this.password = password
    } else {
      this.password = undefined
      this.access.replace({ ...credentials })
    }
  }

  private forget(): void {
    this.keeper.current = {}
    this.access.replace(undefined)
    this.password = undefined
    this.inbox.position = undefined
    this.acknowledger.reset(undefined)
    this.outbox.clear(new GatewayError(0, 'other_user', 'the user has logged out'))
    this.keeper.save()
  }

  // Logging in

  private async attempt(): Promise<void> {
    const run = ++this.run
    this.change({ status: 'connecting' })
    if (this.password === undefined && !this.access.isUsable) {
      try {
        await this.access.renew()
      } catch (error) {
        if (run === this.run) this.refused(error as GatewayError)
        return
      }
      if (run !== this.run) return
    }
    const url = this.redirects.shift() ?? (this.urls[this.url % this.urls.length] as string)
    try {
      this.connection = new Connection(url, this.environment, { ...DEFAULT_LIVENESS, ...this.options.liveness }, {
        opened: () => void this.logIn(),
        received: (frame, data) => this.received(frame, data),
        closed: (code) => this.closed(code)
      })
    } catch (error) {
      this.stop('refused', new GatewayError(0, 'invalid_url', String(error)))
    }
  }

  private async logIn(): Promise<void> {
    const { run, password } = this
    const { tokens, username, device_id: saved } = this.keeper.current
    this.change({ status: 'authenticating' })
    const { position } = this.inbox
    const resume = position?.epoch ? position : undefined
    const device_id = this.options.deviceId ?? saved
    const data = {
      ...(password === undefined ? { token: tokens?.token } : { username, password }),
      ...(device_id && { device_id }),
      ...(resume && { resume })
    }
    const cmd_id = password === undefined ? Command.TOKEN_VERIFY : Command.LOGIN
    const frame = { cmd_id, platform: this.options.platform, data }
    const timeoutMs = { ...DEFAULT_LIVENESS, ...this.options.liveness }.openMs
    try {
      await this.transmit(frame, timeoutMs, (reply) => this.loggedIn(reply as LoginReply, resume !== undefined))
    } catch (error) {
      if (run === this.run) await this.loginFailed(run, error as GatewayError)
    }
  }

  /** Runs before the next frame is read. */
  private loggedIn(reply: LoginReply, resumed: boolean): void {
    const { user_info: user, session_id, device_id, expires_in, token, refresh_token } = reply
    if (token) this.access.replace(refresh_token === undefined ? { token } : { token, refresh_token })
    this.access.lasts(expires_in)
    const { user_id, tokens, username } = this.keeper.current
    if (user_id !== undefined && user_id !== user.user_id) {
      // What is saved is another user's.
      this.forget()
      this.access.replace(tokens)
      if (username !== undefined) this.keeper.current.username = username
      if (resumed) {
        this.connection?.abandon()
        return
      }
    }
    Object.assign(this.keeper.current, { user_id: user.user_id, device_id })
    this.password = undefined
    this.tokenFailures = 0
    this.reconnector.loggedIn()
    this.after(this.options.backoff?.stableMs ?? DEFAULT_BACKOFF.stableMs, () => this.reconnector.succeeded())
    this.inbox.opened(reply.resume, resumed)
    this.acknowledger.loggedIn(resumed ? undefined : this.inbox.position)
    if (this.acknowledger.processed) this.keeper.current.position = this.acknowledger.processed
    this.keeper.save()
    this.change({ status: 'online', user, session_id, device_id })
    for (const caller of this.callers) caller.resolve(user)
    this.callers.clear()
    this.outbox.connected()
    this.waiting.forEach((proceed) => proceed())
  }

  private async loginFailed(run: number, error: GatewayError): Promise<void> {
    if (error.code !== 401 || this.password !== undefined || ++this.tokenFailures >= MOST_TOKEN_FAILURES) {
      this.refused(error)
      return
    }
    try {
      await this.access.renew()
    } catch (failure) {
      if (run === this.run) this.refused(failure as GatewayError)
      return
    }
    // The gateway takes several attempts on one connection.
    if (run === this.run) await this.logIn()
  }

  /** The way in is closed: for a time, or until the person or the program does something. */
  private refused(error: GatewayError): void {
    const { code } = error
    if (code === 401) this.stop('unauthenticated', error)
    else if ((code === 0 || code === 429 || code >= 500) && error.error !== 'no_password_login') this.retry(error.retryAfterMs)
    else this.stop('refused', error)
  }

  /** New tokens for the connection that stands. */
  private async renewLive(expiresInMs: number): Promise<void> {
    const { run } = this
    try {
      const { token } = await this.access.renew()
      if (run !== this.run) return
      const frame = { cmd_id: Command.TOKEN_VERIFY, platform: this.options.platform, data: { token } }
      const reply = (await this.transmit(frame, DEFAULT_REQUESTS.timeoutMs)) as LoginReply
      this.access.lasts(reply.expires_in)
      this.keeper.save()
    } catch (error) {
      const { code, retryAfterMs } = error as GatewayError
      const passes = code === 0 || code === 429 || code >= 500
      // At the token's end the gateway closes with 4401, and the next login refreshes or stops.
      if (run === this.run && passes && expiresInMs > 1000) {
        this.after(retryAfterMs ?? expiresInMs / 4, () => void this.renewLive(expiresInMs / 2))
      }
    }
  }

  // The connection

  private received(frame: Frame, data: unknown): void {
    const { events } = this
    if (this.requests.receive(frame, data)) return
    if (frame.code !== undefined) return
    const fields = (typeof data === 'object' && data ? data : {}) as Record<string, unknown>
    switch (frame.cmd_id) {
      case Command.MESSAGE:
        if (typeof fields['inbox_seq'] === 'number') this.inbox.receive({ ...(data as Delivered), epoch: epochOf(fields) })
        break
      case Command.PUSH:
        events.emit('push', data)
        break
      case Command.NEW_LOGIN:
        events.emit('new_login', data as NewLogin)
        break
      case Command.ABOUT_TO_CLOSE:
        events.emit('closing', { reason: String(fields['reason']) })
        break
      case Command.TOKEN_EXPIRES: {
        const ms = (Number(fields['expires_in']) || 0) * 1000
        const pause = this.environment.random() * Math.min(REFRESH_SPREAD_MS, ms / 4)
        if (this.access.canRenew) this.after(pause, () => void this.renewLive(ms))
        break
      }
      case Command.DRAINING:
        this.draining(fields as unknown as Draining)
        break
      case Command.LOST:
        if (typeof fields['from_seq'] === 'number') this.inbox.lose({ ...(data as Gap), epoch: epochOf(fields) })
        break
      default:
        events.emit('command', { cmd_id: frame.cmd_id, data })
    }
  }

  private draining(hint: Draining): void {
    this.reconnector.draw(Number(hint.reconnect_after_ms) || 0)
    // A hint leads nobody from TLS into the open.
    const open = this.urls.some((url) => url.startsWith('ws:'))
    this.redirects = (hint.redirect ?? []).filter((url) => url.startsWith('wss:') || (open && url.startsWith('ws:')))
    this.events.emit('draining', hint)
  }

  private closed(code: number): void {
    const opened = this.current.status !== 'connecting'
    const reaction = reactionTo(code)
    if (!opened) this.url++
    if (reaction === 'stop') {
      this.stop(stopReasonOf(code))
    } else if (reaction === 'authenticate' && this.password === undefined) {
      if (!this.access.canRenew || ++this.tokenFailures > MOST_TOKEN_FAILURES) {
        this.stop('unauthenticated')
      } else {
        this.access.lasts(0)
        this.retry(undefined, false, code)
      }
    } else this.retry(undefined, reaction === 'long_pause', code)
  }

  private retry(retryAfterMs?: number, long = false, code?: number): void {
    this.leave()
    const retry_in_ms = this.reconnector.retry(retryAfterMs, long)
    this.change({ status: 'waiting', retry_in_ms, ...(code !== undefined && { code }) })
  }

  /** Nothing of this connection counts any more. */
  private leave(): void {
    this.run++
    this.connection?.close()
    this.connection = undefined
    this.outbox.disconnected()
    this.timers.forEach((timer) => this.environment.timers.clearTimeout(timer))
    this.timers.clear()
    this.requests.fail(new GatewayError(0, 'connection_lost', 'the connection ended before the reply'))
  }

  private leaveForGood(): void {
    if (!this.wanted) return
    this.acknowledger.now()
    this.wanted = false
    this.reconnector.cancel()
    this.unsubscribe?.()
    this.leave()
  }

  private stop(reason: StopReason, error?: GatewayError): void {
    if (!this.wanted) return
    this.leaveForGood()
    this.change({ status: 'stopped', reason, ...(error && { error }) })
    const failure = error ?? new GatewayError(0, 'stopped', reason)
    for (const caller of this.callers) caller.reject(failure)
    this.callers.clear()
    this.waiting.forEach((proceed) => proceed())
  }

  // What is said on the connection

  private get isOnline(): boolean {
    return this.wanted && this.current.status === 'online'
  }

  private transmit(frame: Frame, timeoutMs: number, done?: (data: unknown) => void): Promise<unknown> {
    const { connection } = this
    if (!connection) return Promise.reject(new GatewayError(0, 'connection_lost', 'there is no connection'))
    return this.requests.send((one) => connection.send(one), frame, timeoutMs, done)
  }

  /** Waits until the client is logged in. */
  private online(timeoutMs: number): Promise<void> {
    if (!this.wanted) return Promise.reject(new GatewayError(0, 'stopped', 'the client is not connected'))
    const { timers } = this.environment
    return new Promise((resolve, reject) => {
      const end = (failure?: GatewayError) => {
        timers.clearTimeout(timer)
        this.waiting.delete(proceed)
        if (failure) reject(failure)
        else resolve()
      }
      const proceed = () => end(this.wanted ? undefined : new GatewayError(0, 'stopped', 'the client has stopped'))
      const late = () => end(new GatewayError(0, 'timeout', 'there was no connection in time'))
      const timer = timers.setTimeout(late, Math.max(0, timeoutMs))
      this.waiting.add(proceed)
    })
  }

  /** Runs a task later, unless the connection has ended by then. */
  private after(ms: number, task: () => void): void {
    const timer = this.environment.timers.setTimeout(() => {
      this.timers.delete(timer)
      task()
    }, ms)
    this.timers.add(timer)
  }

  private change(state: ClientState): void {
    this.current = state
    this.events.emit('state', state)
  }

  private inboxListener() {
    const auto = (this.options.acknowledgements?.mode ?? DEFAULT_ACKNOWLEDGEMENTS.mode) === 'auto'
    return {
      deliver: (message: Delivered) => {
        this.events.emit('message', message)
        if (auto) this.acknowledge(message)
      },
      lost: (gap: Gap) => {
        this.acknowledger.advance({ epoch: gap.epoch, last_seq: gap.from_seq - 1 })
        this.events.emit('gap', gap)
      },
      isUncertain: ({ from_user, to_user }: Delivered) =>
        from_user === this.keeper.current.user_id && this.outbox.isUncertain(to_user)
    }
  }

  private outboxListener() {
    return {
      request: (cmdId: number, data: Outgoing, timeoutMs: number) => this.transmit({ cmd_id: cmdId, data }, timeoutMs),
      later: (resume: () => void, ms: number) => this.after(ms, resume),
      sent: (message: Outgoing, sent: Sent) => {
        this.inbox.sent(sent.message_id)
        this.keeper.current.own = [...(this.keeper.current.own ?? []), sent.message_id].slice(-SAVED_OWN)
        this.events.emit('sent', { message, sent })
      },
      failed: (message: Outgoing, error: GatewayError) => this.events.emit('send_failed', { message, error }),
      certain: () => this.inbox.release(),
      changed: () => {
        this.keeper.current.outbox = this.outbox.messages
        this.keeper.save()
      }
    }
  }
}
