import { GatewayClient, type ClientEvents, type ClientOptions, type Timers, type WakeSignals } from '../../src/index.js'
import { dataOf, type Frame } from '../../src/protocol.js'

/** Lets everything run that waits for nothing but promises. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 4; i++) await new Promise((resolve) => setImmediate(resolve))
}

/** A clock that stands until it is moved. */
export class ManualTimers implements Timers {
  private time = 1_700_000_000_000
  private next = 1
  private readonly tasks = new Map<number, { at: number; task: () => void }>()

  now(): number {
    return this.time
  }

  setTimeout(task: () => void, ms: number): unknown {
    const id = this.next++
    this.tasks.set(id, { at: this.time + Math.max(0, ms), task })
    return id
  }

  clearTimeout(timer: unknown): void {
    this.tasks.delete(timer as number)
  }

  /** How many timers are set. */
  get pending(): number {
    return this.tasks.size
  }

  /** Moves the clock from timer to timer. */
  async advance(ms: number): Promise<void> {
    await settle()
    const end = this.time + ms
    for (;;) {
      const due = [...this.tasks].filter(([, { at }]) => at <= end).sort(([a, x], [b, y]) => x.at - y.at || a - b)[0]
      if (!due) break
      const [id, { at, task }] = due
      this.time = Math.max(this.time, at)
      this.tasks.delete(id)
      task()
      await settle()
    }
    this.time = end
  }

  /** The computer sleeps, or somebody sets the clock: it moves, and the timers do not. */
  sleep(ms: number): void {
    this.time += ms
    for (const timer of this.tasks.values()) timer.at += ms
  }

  /** The page is in the background: the clock goes on, and the timers come late. */
  async late(ms: number): Promise<void> {
    this.time += ms
    await this.advance(0)
  }
}

/** The other end of one connection. */
export class FakeSocket {
  onopen: ((event: never) => void) | null = null
  onmessage: ((event: never) => void) | null = null
  onclose: ((event: never) => void) | null = null
  onerror: ((event: never) => void) | null = null
  readonly sent: Frame[] = []
  /** The code by which the client has closed. */
  closed: number | undefined

  constructor(
    readonly url: string,
    readonly protocols: string[]
  ) {}

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Frame)
  }

  close(code = 1005): void {
    this.closed ??= code
  }

  open(): void {
    this.onopen?.({} as never)
  }

  /** Sends what the server would send. */
  say(frame: Frame & { data?: unknown }): void {
    const data = typeof frame.data === 'string' ? frame.data : JSON.stringify(frame.data ?? {})
    this.onmessage?.({ data: JSON.stringify({ ...frame, data }) } as never)
  }

  raw(text: string): void {
    this.onmessage?.({ data: text } as never)
  }

  drop(code: number, reason = ''): void {
    this.onclose?.({ code, reason } as never)
  }

  /** The frames of one command, with their data. */
  requests(cmdId: number): (Frame & { payload: Record<string, unknown> })[] {
    return this.sent
      .filter((frame) => frame.cmd_id === cmdId)
      .map((frame) => ({ ...frame, payload: dataOf(frame) as Record<string, unknown> }))
  }

  last(cmdId: number): Frame & { payload: Record<string, unknown> } {
    const all = this.requests(cmdId)
    const last = all[all.length - 1]
    if (!last) throw new Error(`no ${cmdId} among ${JSON.stringify(this.sent)}`)
    return last
  }

  /** Answers the newest request of a command. */
  answer(cmdId: number, data: unknown = {}, code = 200): void {
    const { request_id } = this.last(cmdId)
    this.say({ cmd_id: cmdId, code, data, ...(request_id !== undefined && { request_id }) })
  }
}

export class Fixture {
  readonly timers = new ManualTimers()
  readonly sockets: FakeSocket[] = []
  readonly events: { [K in keyof ClientEvents]: { event: K; value: ClientEvents[K] } }[keyof ClientEvents][] = []
  readonly errors: unknown[] = []
  /** What `random` returns. */
  random = 0.5
  private wakes = new Set<() => void>()
  readonly client: GatewayClient

  constructor(options: Partial<ClientOptions> = {}) {
    const { sockets } = this
    let id = 0
    const wake: WakeSignals = {
      subscribe: (task) => {
        this.wakes.add(task)
        return () => this.wakes.delete(task)
      }
    }
    this.client = new GatewayClient({
      url: 'ws://gateway.test/ws',
      platform: 'web',
      ...options,
      environment: {
        WebSocket: class extends FakeSocket {
          constructor(url: string, protocols: string[]) {
            super(url, protocols)
            sockets.push(this)
          }
        },
        timers: this.timers,
        random: () => this.random,
        newId: () => `id-${++id}`,
        fetch: () => Promise.reject(new Error('no network')),
        wake,
        report: (error) => this.errors.push(error),
        ...options.environment
      }
    })
    for (const event of ['state', 'message', 'gap', 'sent', 'send_failed', 'push', 'new_login', 'closing', 'draining', 'command'] as const) {
      this.client.on(event, (value) => this.events.push({ event, value } as never))
    }
  }

  /** The newest connection. */
  get socket(): FakeSocket {
    const socket = this.sockets[this.sockets.length - 1]
    if (!socket) throw new Error('there is no connection')
    return socket
  }

  wake(): void {
    for (const task of this.wakes) task()
  }

  values<K extends keyof ClientEvents>(event: K): ClientEvents[K][] {
    return this.events.filter((one) => one.event === event).map((one) => one.value as ClientEvents[K])
  }

  get contents(): string[] {
    return this.values('message').map((message) => message.content)
  }

  /** Answers the login of the newest connection. */
  async grant(resume: Partial<Resume> = {}, more: object = {}): Promise<FakeSocket> {
    const { socket } = this
    socket.open()
    await settle()
    const login = socket.sent[0]
    if (!login) throw new Error('the client did not log in')
    socket.answer(login.cmd_id, { ...LOGIN, resume: { ...RESUME, ...resume }, ...more })
    await settle()
    return socket
  }

  /** A client that is logged in as alice. */
  async online(resume: Partial<Resume> = {}): Promise<FakeSocket> {
    void this.client.connect({ username: 'alice', password: 'secret' }).catch(() => {})
    await settle()
    return this.grant(resume)
  }

  /** The next connection after a pause, open and logged in. */
  async again(resume: Partial<Resume> = {}, ms = 40_000): Promise<FakeSocket> {
    const before = this.sockets.length
    for (let waited = 0; this.sockets.length === before; waited += 50) {
      if (waited > ms) throw new Error('there is no new connection')
      await this.timers.advance(50)
    }
    return this.grant(resume)
  }
}

interface Resume {
  epoch: string
  from_seq: number
  latest_seq: number
  gap: boolean
}

const RESUME: Resume = { epoch: 'e1', from_seq: 1, latest_seq: 0, gap: false }

export const LOGIN = {
  token: 't1',
  refresh_token: 'r1',
  expires_in: 86_400,
  user_info: { user_id: 'alice', username: 'alice', roles: [] },
  session_id: 's-1',
  device_id: 'd-1'
}

/** A delivered message (2003). */
export function message(inbox_seq: number, more: object = {}): Frame {
  const data = {
    message_id: `m-${inbox_seq}`,
    chat_id: 'dm:alice:bob',
    chat_seq: inbox_seq,
    from_user: 'bob',
    to_user: 'alice',
    content: `text ${inbox_seq}`,
    timestamp: '2026-11-29T12:00:00.000Z',
    inbox_seq,
    epoch: 'e1',
    ...more
  }
  return { cmd_id: 2003, user_id: 'alice', data }
}

export function sentAs(message_id: string) {
  return { message_id, chat_id: 'dm:alice:bob', chat_seq: 1, status: 'sent' }
}
