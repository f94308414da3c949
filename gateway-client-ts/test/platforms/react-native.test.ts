import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import vm from 'node:vm'
import WebSocket from 'ws'
import type * as Client from '../../src/index.js'
import { FaultProxy } from '../conformance/fault-proxy.js'
import { GatewayProcess } from '../conformance/gateway-process.js'

// A simulation: the language and the objects that an application of React Native finds, and none of Node or of a page.

/** The class of React Native: events on the object, binary data as ArrayBuffer, and no options. */
class NativeWebSocket {
  onopen: ((event: object) => void) | null = null
  onmessage: ((event: object) => void) | null = null
  onclose: ((event: object) => void) | null = null
  onerror: ((event: object) => void) | null = null
  private readonly inner: WebSocket

  constructor(url: string, protocols: string[]) {
    this.inner = new WebSocket(url, protocols)
    this.inner.on('open', () => this.onopen?.({}))
    this.inner.on('message', (data: Buffer, binary) => this.onmessage?.({ data: binary ? new Uint8Array(data).buffer : data.toString() }))
    this.inner.on('close', (code, reason) => this.onclose?.({ code, reason: reason.toString() }))
    this.inner.on('error', ({ message }) => this.onerror?.({ message }))
  }

  send(text: string): void {
    this.inner.send(text)
  }

  close(code?: number, reason?: string): void {
    this.inner.close(code, reason)
  }
}

/** AppState of react-native. */
class AppState {
  private readonly listeners = new Set<(state: string) => void>()
  addEventListener(_type: 'change', listener: (state: string) => void): { remove(): void } {
    this.listeners.add(listener)
    return { remove: () => this.listeners.delete(listener) }
  }
  becomes(state: 'active' | 'background'): void {
    this.listeners.forEach((listener) => listener(state))
  }
}

/** Timers of an application: in the background they stand still. */
class NativeTimers {
  private asleep = false
  private readonly due: (() => void)[] = []
  private ahead = 0
  now = () => Date.now() + this.ahead
  setTimeout = (task: () => void, ms: number) => setTimeout(() => (this.asleep ? void this.due.push(task) : task()), ms)
  sleep(): void {
    this.asleep = true
  }
  wake(ms: number): void {
    this.ahead += ms
    this.asleep = false
    for (const task of this.due.splice(0)) task()
  }
}

const bundle = fs.readFileSync('dist/cjs/index.js', 'utf8')
let gateway: GatewayProcess
let proxy: FaultProxy
const clients: Client.GatewayClient[] = []

before(async () => {
  gateway = await GatewayProcess.start()
  proxy = await FaultProxy.start(gateway.webSocketPort)
})

after(async () => {
  clients.forEach((client) => client.disconnect())
  await proxy?.stop()
  await gateway?.stop()
})

/** Loads the package as Metro does, in a realm without anything but what is named here. */
function load(timers: NativeTimers): typeof Client {
  const realm = vm.createContext({ AbortController, clearTimeout, console, fetch, setTimeout: timers.setTimeout, TextEncoder, WebSocket: NativeWebSocket })
  vm.runInContext("globalThis.window = globalThis.global = globalThis.self = globalThis; globalThis.navigator = { product: 'ReactNative' }; delete globalThis.SharedArrayBuffer; delete globalThis.Atomics; delete globalThis.WebAssembly", realm)
  for (const absent of ['document', 'process', 'Buffer', 'require', 'crypto', 'localStorage', 'BroadcastChannel', 'addEventListener', 'structuredClone', 'queueMicrotask', 'TextDecoder']) {
    assert.equal(vm.runInContext(`typeof ${absent}`, realm), 'undefined', absent)
  }
  const module = { exports: {} }
  const factory = vm.runInContext(`(function (module, exports) {${bundle}\n})`, realm) as (module: object, exports: object) => void
  factory(module, module.exports)
  return module.exports as typeof Client
}

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 30_000; !condition(); ) {
    if (Date.now() > end) throw new Error('it did not happen')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

test('in React Native, simulated: talks, is suspended, finds its dead connection when it is active again, and resumes', { timeout: 120_000 }, async () => {
  const timers = new NativeTimers()
  const app = new AppState()
  const { chatIdOf, GatewayClient } = load(timers)
  const failures: unknown[] = []
  let saved: string | undefined
  const options: Client.ClientOptions = {
    url: proxy.url,
    apiUrl: gateway.apiUrl,
    platform: 'ios',
    // AsyncStorage
    store: {
      load: async () => (saved === undefined ? undefined : (JSON.parse(saved) as Client.SavedSession)),
      save: async (session) => void (saved = session && JSON.stringify(session))
    },
    environment: {
      timers: { now: timers.now, setTimeout: timers.setTimeout, clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout) },
      report: (error) => failures.push(error),
      wake: {
        subscribe(wake) {
          const subscription = app.addEventListener('change', (state) => state === 'active' && wake())
          return () => subscription.remove()
        }
      }
    }
  }
  const received: string[] = []
  const alice = new GatewayClient(options)
  clients.push(alice)
  alice.on('message', ({ content }) => received.push(content))
  alice.on('gap', () => received.push('a gap'))
  const bob = new GatewayClient({ url: gateway.url, apiUrl: gateway.apiUrl, platform: 'android' })
  clients.push(bob)
  await Promise.all([alice.connect(gateway.credentials('alice')), bob.connect(gateway.credentials('bob'))])
  await bob.send('alice', 'one')
  await alice.send('bob', 'hello')
  await until(() => received.length === 1)

  // The system takes the application's network away, and nobody tells it.
  app.becomes('background')
  timers.sleep()
  proxy.stall()
  await bob.send('alice', 'two')
  await bob.send('alice', 'three')
  const before = proxy.connections
  timers.wake(10 * 60_000)
  app.becomes('active')
  const activeAt = Date.now()
  await until(() => received.length === 3)
  assert.ok(Date.now() - activeAt < 10_000, 'the probe takes 4 s')
  assert.equal(proxy.connections, before + 1)
  assert.deepEqual(received, ['one', 'two', 'three'])
  const { messages } = await alice.history(chatIdOf('alice', 'bob'))
  assert.equal(messages.map(({ content }) => content).join(), 'one,hello,two,three') // an array of the other realm

  // The system ends the application; the next one goes on with what was saved.
  await until(() => saved !== undefined && JSON.parse(saved).position.last_seq >= 4)
  alice.disconnect()
  await bob.send('alice', 'four')
  const again = new (load(timers).GatewayClient)(options)
  clients.push(again)
  again.on('message', ({ content }) => received.push(content))
  await again.connect()
  await until(() => received.length === 4)
  assert.deepEqual(received, ['one', 'two', 'three', 'four'])
  assert.deepEqual(failures, [])
})

test('each entry compiles with the compiler of Hermes', { skip: !hermesc() && 'npm has no compiler of Hermes for this machine' }, () => {
  const out = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'gateway-client-')), 'out.hbc')
  for (const name of ['index', 'sse', 'cbor']) {
    execFileSync(hermesc()!, ['-w', '-emit-binary', '-out', out, `dist/cjs/${name}.js`], { stdio: ['ignore', 'ignore', 'pipe'] })
    assert.ok(fs.statSync(out).size > 1_000, name)
  }
  fs.rmSync(path.dirname(out), { recursive: true })
})

function hermesc(): string | undefined {
  const folder = { linux: 'linux64-bin', darwin: 'osx-bin', win32: 'win64-bin' }[process.platform as string]
  const program = path.resolve('node_modules/hermes-compiler/hermesc', folder ?? '', 'hermesc')
  return fs.existsSync(program) ? program : undefined
}
