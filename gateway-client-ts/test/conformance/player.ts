import assert from 'node:assert/strict'
import WebSocket from 'ws'
import { chatIdOf, GatewayClient, type ClientEvents, type ClientOptions, type SavedSession, type Timers } from '../../src/index.js'
import { TabsClient, type LocksLike } from '../../src/tabs.js'
import { FaultProxy } from './fault-proxy.js'
import type { GatewayProcess } from './gateway-process.js'
import { CLIENT, RemoteClient } from './remote-client.js'
import type { Scenario, Step } from './steps.js'

const PATIENCE_MS = 30_000
const CHAT = chatIdOf('alice', 'bob')

/** Real time, with a clock that can jump. */
class JumpingTimers implements Timers {
  private ahead = 0
  now(): number {
    return Date.now() + this.ahead
  }
  setTimeout(task: () => void, ms: number): unknown {
    return setTimeout(task, ms)
  }
  clearTimeout(timer: unknown): void {
    clearTimeout(timer as NodeJS.Timeout)
  }
  jump(ms: number): void {
    this.ahead += ms
  }
}

/** The locks of one origin: who asks first has it first. */
class Locks implements LocksLike {
  private tail: Promise<unknown> = Promise.resolve()
  request(_name: string, task: () => Promise<void>): Promise<unknown> {
    return (this.tail = this.tail.then(task))
  }
}

/** A machine under load is slow, not dead; scenarios about silence have less patience. */
const PATIENT = { openMs: 30_000, heartbeatMs: 60_000, replyMs: 30_000, probeMs: 30_000 }
const FAST = { firstMs: 20, maxMs: 200, longFirstMs: 200, longMaxMs: 400, stableMs: 200 }

/** Plays scenarios, one after the other. */
export class Player {
  private alice!: GatewayClient
  private bob!: GatewayClient
  private proxy!: FaultProxy
  private timers!: JumpingTimers
  private saved: SavedSession | undefined
  private offline = false
  private wakes = new Set<() => void>()
  private events: { [K in keyof ClientEvents]?: unknown[] } = {}
  private received: string[] = []
  private sentByBob: string[] = []
  private sentByAlice: string[] = []
  private outcomes: Promise<unknown>[] = []
  private answers: Promise<unknown>[] = []
  private refusedSends = 0
  private lastSeq: number | undefined
  private readonly rivals: GatewayClient[] = []
  private readonly tabs: TabsClient[] = []
  private readonly historyBefore = new Set<string>()

  constructor(
    private readonly gateway: GatewayProcess,
    private readonly scenario: Scenario
  ) {}

  async play(): Promise<void> {
    this.proxy = await FaultProxy.start(this.gateway.webSocketPort)
    this.timers = new JumpingTimers()
    this.bob = this.client('bob', { url: this.gateway.url, platform: 'desktop' })
    try {
      await this.bob.connect(this.gateway.credentials('bob'))
      await this.rememberHistory()
      this.alice = this.newAlice()
      for (const [index, step] of this.scenario.steps.entries()) {
        try {
          await this.perform(step)
        } catch (error) {
          throw new Error(`step ${index + 1} ${JSON.stringify(step)}: ${(error as Error).message}; ${this.situation()}`, { cause: error })
        }
      }
    } finally {
      for (const client of [this.alice, this.bob, ...this.rivals]) Promise.resolve(client?.disconnect()).catch(() => {}) // a tab of it may have left
      for (const tab of this.tabs) tab.close()
      await Promise.allSettled([...this.outcomes, ...this.answers].map((one) => Promise.race([one, null])))
      await this.proxy.stop()
    }
  }

  private situation(): string {
    return JSON.stringify({ state: this.alice?.state, connections: this.proxy.connections, received: this.received.length, events: Object.fromEntries(Object.entries(this.events).map(([name, all]) => [name, all?.length])) })
  }

  private client(name: string, options: ClientOptions): GatewayClient {
    return new GatewayClient(this.options(name, options))
  }

  private options(name: string, options: ClientOptions): ClientOptions {
    return {
      apiUrl: this.gateway.apiUrl,
      backoff: FAST,
      outbox: { retryMs: 50, messages: 20_000 },
      ...options,
      environment: {
        WebSocket: WebSocket as never,
        report: (error) => {
          throw new Error(`a listener of ${name} failed`, { cause: error })
        },
        ...options.environment
      }
    }
  }

  private newAlice(): GatewayClient {
    const player = this
    const alice = this.clientOrTabs({
      url: this.proxy.url,
      platform: 'web',
      liveness: PATIENT,
      store: { load: () => structuredClone(this.saved), save: (session) => void (this.saved = structuredClone(session)) },
      ...(this.scenario.client as object),
      environment: {
        timers: this.timers,
        WebSocket: class {
          constructor(url: string, protocols: string[]) {
            return new WebSocket(player.offline ? 'ws://127.0.0.1:9/ws' : url, protocols)
          }
        } as never,
        fetch: (url, init) => (this.offline ? Promise.reject(new Error('offline')) : fetch(url, init)),
        wake: {
          subscribe: (task) => {
            this.wakes.add(task)
            return () => this.wakes.delete(task)
          }
        }
      }
    })
    for (const event of ['state', 'message', 'gap', 'sent', 'send_failed', 'push', 'new_login', 'closing', 'draining', 'command'] as const) {
      alice.on(event, (value) => (this.events[event] ??= []).push(value))
    }
    alice.on('message', ({ content, inbox_seq, from_user }) => {
      this.lastSeq = inbox_seq
      if (from_user === 'bob') this.received.push(content)
    })
    return alice
  }

  /** A client, or the last one of its tabs: that has the same calls, but for what a scenario with tabs does not ask. */
  private clientOrTabs(options: ClientOptions): GatewayClient {
    const { tabs = 0, name } = this.scenario
    if (CLIENT) return this.remote(CLIENT, options)
    if (tabs === 0) return this.client('alice', options)
    const locks = new Locks()
    const store = options.store!
    for (let i = 0; i < tabs; i++) this.tabs.push(new TabsClient({ ...this.options('alice', options), name, store, locks }))
    return this.tabs[tabs - 1] as unknown as GatewayClient
  }

  /** A client in another language has the same calls. Its network is that of the proxy. */
  private remote(command: string, { url, platform, liveness, outbox }: ClientOptions): GatewayClient {
    const start = { url, api_url: this.gateway.apiUrl, platform, backoff: FAST, liveness, outbox: { retryMs: 50, messages: 20_000, ...outbox }, session: this.saved ?? null }
    const alice = new RemoteClient(command, start, (session) => (this.saved = session))
    this.wakes = new Set([() => alice.tell({ do: 'wake' })])
    this.timers.jump = (ms) => alice.tell({ do: 'sleep', ms })
    return alice as unknown as GatewayClient
  }

  private async rememberHistory(): Promise<void> {
    const { messages } = await this.bob.history(CHAT, { limit: 200 })
    for (const { message_id } of messages) this.historyBefore.add(message_id)
  }

  private text(who: string, bytes = 0): string {
    const text = `${who} ${this.scenario.name} ${this.sentByAlice.length + this.sentByBob.length}`
    return text + '.'.repeat(Math.max(0, bytes - text.length))
  }

  private async perform(step: Step): Promise<void> {
    if ('expect' in step) return this.expect(step)
    const { proxy, alice, gateway } = this
    switch (step.do) {
      case 'connect':
        alice.connect(gateway.credentials('alice')).catch(() => {})
        return
      case 'restart':
        await alice.disconnect()
        this.alice = this.newAlice()
        this.alice.connect().catch(() => {})
        return
      case 'disconnect':
        return alice.disconnect()
      case 'logout':
        return alice.logout()
      case 'receive':
        for (let i = 0; i < step.count; i++) {
          const text = this.text('bob', step.bytes)
          this.sentByBob.push(text)
          await this.bob.send('alice', text)
        }
        return
      case 'send':
        for (let i = 0; i < step.count; i++) {
          const text = this.text('alice', step.bytes)
          this.sentByAlice.push(text)
          this.outcomes.push(
            alice.send('bob', text).catch(() => {
              this.refusedSends++
              this.sentByAlice = this.sentByAlice.filter((one) => one !== text)
            })
          )
        }
        return
      case 'ask':
        this.answers.push(step.what === 'devices' ? alice.devices() : alice.history(CHAT))
        this.answers.forEach((answer) => answer.catch(() => {}))
        return
      case 'wake':
        this.wakes.forEach((wake) => wake())
        return
      case 'close_tab': {
        const leader = this.tabs.find((tab) => tab.isLeader)!
        assert.notEqual(leader, alice, 'there is another tab')
        leader.close()
        return this.until(() => assert.ok(this.tabs.some((tab) => tab.isLeader)))
      }
      case 'plan':
        return proxy.plan(...step.faults)
      case 'cut':
        return proxy.cut()
      case 'stall':
        return proxy.stall()
      case 'pause':
        return proxy.pause()
      case 'unpause':
        return proxy.resume()
      case 'offline':
        this.offline = proxy.away = true
        return proxy.cut()
      case 'online':
        this.offline = proxy.away = false
        this.wakes.forEach((wake) => wake())
        return
      case 'sleep':
        return this.timers.jump(step.ms)
      case 'close':
        return proxy.injectClose(step.code)
      case 'say':
        return proxy.injectText({ ...step.frame, data: JSON.stringify(step.frame.data) })
      case 'deliver': {
        // The position is saved with the acknowledgement.
        await this.until(() => assert.equal(this.saved?.position?.last_seq, this.lastSeq))
        const position = this.saved?.position
        const inbox_seq = (position?.last_seq ?? 0) + step.ahead
        const content = this.text('bob')
        if (!step.dropped) this.sentByBob.push(content)
        const data = { message_id: `injected-${inbox_seq}`, chat_id: CHAT, chat_seq: 1, from_user: 'bob', to_user: 'alice', content, timestamp: new Date().toISOString(), inbox_seq, epoch: step.epoch ?? position?.epoch, ...(step.gap && { gap: true }) }
        return proxy.injectText({ cmd_id: 2003, user_id: 'alice', data: JSON.stringify(data) })
      }
      case 'kick':
        await gateway.administer('/connections/kick', { user_id: 'alice', revoke: step.revoke ?? false })
        return
      case 'rival':
      case 'twin': {
        const rival = this.client('rival', { url: gateway.url, platform: 'web', deviceId: step.do === 'twin' ? this.saved!.device_id! : 'rival' })
        this.rivals.push(rival)
        await rival.connect(gateway.credentials('alice'))
        return
      }
      case 'drain':
        await gateway.administer('/system/drain', { per_second: 100 })
        return
      case 'kill_gateway':
        return gateway.kill()
      case 'stop_gateway':
        return gateway.terminate()
      case 'start_gateway':
        await gateway.run()
        return
    }
  }

  private async expect(step: Extract<Step, { expect: string }>): Promise<void> {
    switch (step.expect) {
      case 'status':
        return this.until(() => {
          const state = this.alice.state as { status: string; reason?: string }
          assert.equal(state.status, step.status)
          if (step.reason) assert.equal(state.reason, step.reason)
        })
      case 'received':
        await this.until(() => assert.ok(this.received.length >= this.sentByBob.length, `${this.received.length} of ${this.sentByBob.length}`))
        return assert.deepEqual(this.received, this.sentByBob)
      case 'stored': {
        await this.within(Promise.all(this.outcomes))
        const { messages } = await this.bob.history(CHAT, { limit: 200 })
        const stored = messages.filter(({ message_id, from_user }) => from_user === 'alice' && !this.historyBefore.has(message_id))
        return assert.deepEqual(stored.map(({ content }) => content), this.sentByAlice)
      }
      case 'answered':
        await this.within(Promise.all(this.answers))
        return
      case 'refused': {
        const answer = this.answers[this.answers.length - 1] as Promise<unknown>
        const refusal = await this.within(answer.then((value) => ({ code: JSON.stringify(value) }), (error) => error as { code: unknown }))
        return assert.equal(refusal.code, step.code)
      }
      case 'gap':
        return this.until(() => assert.ok(this.events.gap?.length))
      case 'no_gap':
        return assert.equal(this.events.gap, undefined)
      case 'event':
        return this.until(() => assert.ok((this.events[step.event as keyof ClientEvents]?.length ?? 0) >= (step.count ?? 1)))
      case 'connections':
        return this.until(() => {
          if (step.exactly !== undefined) assert.equal(this.proxy.connections, step.exactly)
          assert.ok(this.proxy.connections >= (step.atLeast ?? 0), `${this.proxy.connections} connections`)
        })
      case 'quiet': {
        const before = this.proxy.connections
        await new Promise((resolve) => setTimeout(resolve, step.ms))
        return assert.equal(this.proxy.connections, before)
      }
      case 'unsent':
        return this.until(() => assert.equal(this.alice.unsent.length, step.count))
      case 'refused_sends':
        return this.until(() => assert.equal(this.refusedSends, step.count))
    }
  }

  private async until(check: () => void): Promise<void> {
    for (const end = Date.now() + PATIENCE_MS; ; ) {
      try {
        return check()
      } catch (error) {
        if (Date.now() > end) throw error
      }
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  private within<T>(work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout
    const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error('no answer in time')), PATIENCE_MS)))
    return Promise.race([work, late]).finally(() => clearTimeout(timer))
  }
}
