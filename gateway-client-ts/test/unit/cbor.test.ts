import assert from 'node:assert/strict'
import fs from 'node:fs'
import { test } from 'node:test'
import { decode, encode, withCbor, type Value } from '../../src/cbor.js'

const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))

/** The bytes of a documented example. */
function documented(name: string): Uint8Array {
  const page = fs.readFileSync('../docs/cbor.md', 'utf8')
  const block = new RegExp(`<!-- bytes: ${name} -->\\n\`\`\`text\\n([^\`]*)\`\`\``).exec(page)![1]!
  return hex(block.split('\n').map((line) => /^ *([0-9a-f]+)/.exec(line)?.[1] ?? '').join(''))
}

test('the documented request is written byte for byte, and the reply is read', () => {
  const request = { cmd_id: 2001, data: { to_user: 'bob', content: 'hi' }, request_id: 7 }
  assert.deepEqual(encode(request), documented('request'))
  assert.deepEqual(decode(documented('request')), request)
  assert.equal((decode(documented('reply')) as { code: number }).code, 200)
})

const VALUES: Value[] = [
  null, true, false, 0, 23, 24, 255, 256, 65_535, 65_536, 4_294_967_295, 4_294_967_296, Number.MAX_SAFE_INTEGER, -1, -24, -25, -256,
  -257, Number.MIN_SAFE_INTEGER, 0.5, 1e300, -1.25, '', 'grüße 你好 \u{1f600}', 'x'.repeat(70_000), [], [1, [2, [3]]], {}, { a: { b: [null] } },
  Array.from({ length: 300 }, (_, i) => i)
]

test('every value comes back', () => {
  for (const value of VALUES) assert.deepEqual(decode(encode(value)), value)
  assert.ok(Object.is(decode(encode(-0)), -0))
})

test('members that are undefined are left out, and __proto__ is a member', () => {
  assert.deepEqual(encode({ a: undefined } as never), hex('a0'))
  const read = decode(encode(JSON.parse('{"__proto__":{"x":1}}') as Value)) as object
  assert.equal(Object.getPrototypeOf(read), Object.prototype)
  assert.equal(JSON.stringify(read), '{"__proto__":{"x":1}}')
})

for (const [name, bytes] of Object.entries({
  nothing: '', 'a cut text': '6361', 'a huge text': '7bffffffffffffffff', 'a huge array': '9bffffffffffffffff', 'a huge map': 'bbffffffffffffffff',
  'bytes behind the item': '0000', 'a byte string': '4100', 'a tag': 'c000', 'no length': '9f00ff', 'a key that is no text': 'a10000',
  'invalid UTF-8': '61ff', infinity: 'fb7ff0000000000000', NaN: 'fa7fc00000', 'an unknown simple value': 'e0', 'too deep': '81'.repeat(70) + '00'
})) {
  test(`refused: ${name}`, () => assert.throws(() => decode(hex(bytes))))
}

test('random bytes never do more than throw', () => {
  let seed = 42
  const next = () => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) >> 16
  for (let i = 0; i < 20_000; i++) {
    const bytes = Uint8Array.from({ length: next() % 40 }, () => next() & 255)
    try {
      decode(bytes)
    } catch (error) {
      assert.ok(error instanceof TypeError, String(error))
    }
  }
})

class FakeSocket {
  static last: FakeSocket
  protocol = 'mychat.v1.cbor'
  binaryType = ''
  sent: Uint8Array[] = []
  closed: number | undefined
  onopen: ((event: unknown) => void) | null = null
  onmessage: ((event: unknown) => void) | null = null
  onclose: ((event: unknown) => void) | null = null
  onerror: ((event: unknown) => void) | null = null
  constructor(readonly url: string, readonly protocols: string[]) {
    FakeSocket.last = this
  }
  send(data: Uint8Array): void {
    this.sent.push(data)
  }
  close(code: number): void {
    this.closed = code
  }
}

test('the client sees JSON, and the wire CBOR', () => {
  const Socket = withCbor(FakeSocket as never)
  const socket = new Socket('ws://x/ws', ['mychat.v1.json'])
  const seen: unknown[] = []
  socket.onopen = () => seen.push('open')
  socket.onmessage = ((event: { data: string }) => seen.push(JSON.parse(event.data))) as never
  FakeSocket.last.onopen?.({})
  socket.send('{"cmd_id":3001}')
  FakeSocket.last.onmessage?.({ data: encode({ cmd_id: 3001, data: { timestamp: 't' } }).buffer })
  assert.deepEqual(FakeSocket.last.protocols, ['mychat.v1.cbor'])
  assert.deepEqual(decode(FakeSocket.last.sent[0]!), { cmd_id: 3001 })
  assert.deepEqual(seen, ['open', { cmd_id: 3001, data: { timestamp: 't' } }])
})

test('a gateway without the codec, and bytes that are no CBOR, end with 1003', () => {
  for (const spoil of [(fake: FakeSocket) => { fake.protocol = ''; fake.onopen?.({}) }, (fake: FakeSocket) => fake.onmessage?.({ data: hex('ff').buffer })]) {
    const socket = new (withCbor(FakeSocket as never))('ws://x/ws', [])
    let code = 0
    socket.onclose = ((event: { code: number }) => (code = event.code)) as never
    spoil(FakeSocket.last)
    assert.equal(code, 1003)
    assert.equal(FakeSocket.last.closed, 1000)
  }
})
