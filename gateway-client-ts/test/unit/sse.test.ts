import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EventConnection, withFallback, type StreamingFetch } from '../../src/sse.js'
import { settle } from './fakes.js'

interface Call {
  url: string
  method: string
  headers: Record<string, string>
  body?: string
  answer(status: number, json: object): void
}

/** A gateway over events, in memory. */
class FakeGateway {
  readonly calls: Call[] = []
  status = 200
  private push: ((chunk: Uint8Array | undefined) => void) | undefined
  private readonly chunks: (Uint8Array | undefined)[] = []

  readonly fetch: StreamingFetch = (url, { method, headers, body, signal }) => {
    if (method === 'GET') {
      this.calls.push({ url, method, headers, answer: () => {} })
      const read = () =>
        new Promise<{ done: boolean; value?: Uint8Array }>((resolve, reject) => {
          signal?.addEventListener('abort', () => reject(new Error('aborted')))
          const give = (chunk: Uint8Array | undefined) => resolve(chunk ? { done: false, value: chunk } : { done: true })
          if (this.chunks.length > 0) give(this.chunks.shift())
          else this.push = give
        })
      return Promise.resolve({ status: this.status, body: { getReader: () => ({ read }) }, json: () => Promise.resolve({}) })
    }
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new Error('aborted')))
      const answer = (status: number, json: object) => resolve({ status, body: null, json: () => Promise.resolve(json) })
      this.calls.push({ url, method, headers, ...(body !== undefined && { body }), answer })
    })
  }

  /** Sends bytes, or ends the stream. */
  stream(chunk: Uint8Array | string | undefined): void {
    const bytes = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk
    const { push } = this
    this.push = undefined
    if (push) push(bytes)
    else this.chunks.push(bytes)
  }
}

const OPEN = 'retry: 3000\nevent: open\ndata: {"session_key":"k1"}\n\n'

function connect(gateway: FakeGateway, maxBytes?: number) {
  const seen: unknown[] = []
  const socket = new EventConnection({ eventsUrl: 'http://g/api/events', fetch: gateway.fetch, ...(maxBytes && { maxBytes }) })
  socket.onopen = () => seen.push('open')
  socket.onmessage = ((event: { data: string }) => seen.push(event.data)) as never
  socket.onclose = ((event: { code: number }) => seen.push(event.code)) as never
  return { socket, seen }
}

test('events arrive whole, whatever pieces their bytes come in', async () => {
  const gateway = new FakeGateway()
  const { seen } = connect(gateway)
  for (const byte of new TextEncoder().encode(OPEN + ': \n\nid: e:1\ndata: {"x":"grüße 你"}\n\ndata: a\ndata: b\n\n')) {
    gateway.stream(Uint8Array.of(byte))
    await settle()
  }
  assert.deepEqual(seen, ['open', '{"x":"grüße 你"}', 'a\nb'])
})

test('the close event has the code, and an end without it is 1006', async () => {
  for (const [last, code] of [['event: close\ndata: {"code":4410,"reason":"kicked"}\n\n', 4410], [undefined, 1006]] as const) {
    const gateway = new FakeGateway()
    const { seen } = connect(gateway)
    gateway.stream(OPEN)
    await settle()
    gateway.stream(last)
    await settle()
    assert.deepEqual(seen, ['open', code])
  }
})

test('a refused stream ends before it opens', async () => {
  const gateway = new FakeGateway()
  gateway.status = 503
  const { seen } = connect(gateway)
  await settle()
  assert.deepEqual(seen, [1006])
})

test('messages go one request after the other, each with what waits, and what was not taken goes again', async () => {
  const gateway = new FakeGateway()
  const { socket } = connect(gateway)
  gateway.stream(OPEN)
  await settle()
  socket.send('{"n":1}')
  socket.send('{"n":2}')
  socket.send('{"n":3}')
  await settle()
  const posts = () => gateway.calls.filter(({ method }) => method === 'POST')
  assert.deepEqual(posts().map(({ body }) => body), ['[{"n":1}]'])
  assert.equal(posts()[0]!.headers['X-Session-Key'], 'k1')
  assert.match(posts()[0]!.url, /\?route=/)
  posts()[0]!.answer(200, { accepted: 1 })
  await settle()
  assert.equal(posts()[1]!.body, '[{"n":2},{"n":3}]')
  posts()[1]!.answer(429, { accepted: 1, retry_after_ms: 1 })
  await new Promise((resolve) => setTimeout(resolve, 20))
  await settle()
  assert.equal(posts()[2]!.body, '[{"n":3}]')
})

test('a lost answer ends the session, since nobody knows what was taken', async () => {
  const gateway = new FakeGateway()
  const { socket, seen } = connect(gateway)
  gateway.stream(OPEN)
  await settle()
  ;(gateway as { fetch: StreamingFetch }).fetch = () => Promise.reject(new Error('away'))
  const broken = connect(gateway)
  await settle()
  assert.deepEqual(broken.seen, [1006])
  socket.close()
  assert.deepEqual(seen, ['open', 1000])
  assert.equal(gateway.calls.at(-1)!.method, 'DELETE')
})

test('what waits and what arrives is bounded', async () => {
  const gateway = new FakeGateway()
  const one = connect(gateway, 100)
  gateway.stream(OPEN)
  await settle()
  one.socket.send('x'.repeat(101))
  assert.deepEqual(one.seen, ['open', 1006])
  const two = connect(new FakeGateway(), 100)
  void two
  const other = new FakeGateway()
  const flooded = connect(other, 100)
  other.stream('data: ' + 'x'.repeat(200))
  await settle()
  assert.deepEqual(flooded.seen, [1006])
})

class FakeSocket {
  static all: FakeSocket[] = []
  onopen: ((event: unknown) => void) | null = null
  onmessage: ((event: unknown) => void) | null = null
  onclose: ((event: unknown) => void) | null = null
  onerror: ((event: unknown) => void) | null = null
  constructor() {
    FakeSocket.all.push(this)
  }
  send(): void {}
  close(): void {}
}

test('events follow two broken WebSockets, and WebSocket is tried again later', async () => {
  FakeSocket.all = []
  const gateway = new FakeGateway()
  let now = 1000
  const Socket = withFallback({ eventsUrl: 'http://g/api/events', fetch: gateway.fetch, WebSocket: FakeSocket as never, retryMs: 60_000, now: () => now })
  const open = () => new Socket('ws://g/ws', [])
  open()
  FakeSocket.all[0]!.onclose?.({ code: 1006 })
  open() // given up by the client before it opens
    .close()
  assert.equal(gateway.calls.length, 0)
  open()
  assert.equal(FakeSocket.all.length, 2)
  assert.equal(gateway.calls.length, 1)
  gateway.stream(OPEN + 'data: {}\n\n')
  await settle()
  now += 59_999
  open()
  assert.equal(gateway.calls.length, 2)
  now += 1
  open()
  assert.equal(FakeSocket.all.length, 3)
  FakeSocket.all[2]!.onclose?.({ code: 1006 })
  open()
  assert.equal(gateway.calls.length, 3, 'one failure leads back to events')
})

test('a WebSocket that delivers ends the fallback, and so do events that cannot be opened', async () => {
  FakeSocket.all = []
  const gateway = new FakeGateway()
  gateway.status = 404
  const Socket = withFallback({ eventsUrl: 'http://g/api/events', fetch: gateway.fetch, WebSocket: FakeSocket as never, failures: 1 })
  new Socket('ws://g/ws', [])
  FakeSocket.all[0]!.onclose?.({ code: 1006 })
  new Socket('ws://g/ws', [])
  await settle()
  assert.equal(gateway.calls.length, 1)
  new Socket('ws://g/ws', [])
  assert.equal(FakeSocket.all.length, 2, 'events failed: WebSocket again')
  FakeSocket.all[1]!.onmessage?.({ data: '{}' })
  FakeSocket.all[1]!.onclose?.({ code: 1006 })
  new Socket('ws://g/ws', [])
  assert.equal(FakeSocket.all.length, 3, 'a WebSocket that lived is no failure')
})
