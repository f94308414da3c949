import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import WebSocket from 'ws'
import { withCbor } from '../../src/cbor.js'
import { chatIdOf, GatewayClient, type ClientOptions, type Delivered, type WebSocketClass } from '../../src/index.js'
import { EventConnection, withFallback, type StreamingFetch } from '../../src/sse.js'
import { GatewayProcess } from './gateway-process.js'
import { CLIENT } from './remote-client.js'

/** A way to a gateway, whose connections can be cut. */
interface Way {
  Socket: WebSocketClass
  cut(): void
}

/** Streams that end when they are cut. */
function cuttable(): { fetch: StreamingFetch; cut(): void } {
  const open = new Set<AbortController>()
  return {
    fetch: (url, init) => {
      if (init.method !== 'GET') return fetch(url, init) as ReturnType<StreamingFetch>
      const cutter = new AbortController()
      open.add(cutter)
      init.signal?.addEventListener('abort', () => cutter.abort())
      return fetch(url, { ...init, signal: cutter.signal }) as ReturnType<StreamingFetch>
    },
    cut: () => open.forEach((one) => one.abort())
  }
}

const eventsOf = (gateway: GatewayProcess) => ({ eventsUrl: `${gateway.apiUrl}/events` })

const WAYS: Record<string, (gateway: GatewayProcess) => Way> = {
  events: (gateway) => {
    const { fetch, cut } = cuttable()
    const Socket = function () {
      return new EventConnection({ ...eventsOf(gateway), fetch })
    } as unknown as WebSocketClass
    return { Socket, cut }
  },
  'fallback where WebSocket is broken': (gateway) => {
    const { fetch, cut } = cuttable()
    const Broken = class {
      onclose: ((event: { code: number }) => void) | null = null
      constructor() {
        queueMicrotask(() => this.onclose?.({ code: 1006 }))
      }
    }
    return { Socket: withFallback({ ...eventsOf(gateway), fetch, WebSocket: Broken as never }), cut }
  },
  CBOR: () => {
    const open = new Set<WebSocket>()
    const Tracked = function (url: string, protocols: string[]) {
      const socket = new WebSocket(url, protocols)
      open.add(socket)
      return socket
    } as unknown as WebSocketClass
    return { Socket: withCbor(Tracked), cut: () => open.forEach((one) => one.terminate()) }
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 30_000; !condition(); ) {
    if (Date.now() > end) throw new Error('it did not happen')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

for (const [name, make] of Object.entries(CLIENT ? {} : WAYS)) {
  describe(`over ${name}`, () => {
    let gateway: GatewayProcess
    const clients: GatewayClient[] = []
    before(async () => {
      gateway = await GatewayProcess.start({ server: { events_enabled: true } })
    })
    after(async () => {
      clients.forEach((client) => client.disconnect())
      await gateway?.stop()
    })

    function client(platform: string, way: Way, options: Partial<ClientOptions> = {}): GatewayClient {
      const made = new GatewayClient({
        url: gateway.url,
        apiUrl: gateway.apiUrl,
        platform,
        backoff: { firstMs: 20, maxMs: 200, stableMs: 200 },
        environment: { WebSocket: way.Socket },
        ...options
      })
      clients.push(made)
      return made
    }

    test('people log in, talk, acknowledge and read the history', { timeout: 60_000 }, async () => {
      const [alice, bob] = [client('web', make(gateway)), client('desktop', { Socket: WebSocket as never, cut: () => {} })]
      const received: Delivered[] = []
      alice.on('message', (message) => received.push(message))
      assert.equal((await alice.connect(gateway.credentials('alice'))).user_id, 'alice')
      await bob.connect(gateway.credentials('bob'))
      const content = 'grüße 你好 \u{1f600} "\\ \n'
      const { message_id } = await bob.send('alice', content)
      await until(() => received.length === 1)
      assert.equal(received[0]!.content, content)
      assert.equal(received[0]!.message_id, message_id)
      const sent = await alice.send('bob', 'hello')
      const { messages } = await alice.history(chatIdOf('alice', 'bob'))
      assert.equal(messages.at(-1)!.message_id, sent.message_id)
      assert.ok((await alice.devices()).some(({ current }) => current))
      await assert.rejects(alice.request(9999 as number, {}), { code: 404 })
    })

    test('after each cut every message comes once and in order', { timeout: 120_000 }, async () => {
      const way = make(gateway)
      const [alice, bob] = [client('android', way), client('desktop', { Socket: WebSocket as never, cut: () => {} })]
      const received: string[] = []
      alice.on('message', ({ content, from_user }) => from_user === 'bob' && received.push(content))
      await alice.connect(gateway.credentials('alice'))
      await bob.connect(gateway.credentials('bob'))
      const sent: string[] = []
      for (let i = 0; i < 30; i++) {
        sent.push(`m${i}`)
        await bob.send('alice', `m${i}`)
        if (i % 5 === 0) way.cut()
      }
      await until(() => received.length >= sent.length)
      assert.deepEqual(received, sent)
      const own = await Promise.all(Array.from({ length: 20 }, (_, i) => (i === 7 && way.cut(), alice.send('bob', `a${i}`))))
      assert.equal(new Set(own.map(({ message_id }) => message_id)).size, 20)
    })

    test('a second login kicks, and a kick by an administrator stops', { timeout: 60_000 }, async () => {
      const first = client('web', make(gateway), { deviceId: 'one' })
      await first.connect(gateway.credentials('alice'))
      const second = client('web', make(gateway), { deviceId: 'two' })
      await second.connect(gateway.credentials('alice'))
      await until(() => first.state.status === 'stopped')
      assert.deepEqual(first.state, { status: 'stopped', reason: 'kicked' })
      await gateway.administer('/connections/kick', { user_id: 'alice', platform: 'web' })
      await until(() => second.state.status === 'stopped')
      assert.deepEqual(second.state, { status: 'stopped', reason: 'kicked' })
      const wrong = client('web', make(gateway))
      await assert.rejects(wrong.connect({ username: 'alice', password: 'wrong' }), { code: 401 })
    })

    test('a large message arrives whole', { timeout: 60_000 }, async () => {
      const [alice, bob] = [client('web', make(gateway)), client('desktop', make(gateway))]
      let length = 0
      bob.on('message', ({ content }) => (length = content.length))
      await alice.connect(gateway.credentials('alice'))
      await bob.connect(gateway.credentials('bob'))
      await alice.send('bob', 'x'.repeat(50_000))
      await until(() => length === 50_000)
    })
  })
}
