import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fixture, settle } from './fakes.js'

const STOPS: [number, string][] = [
  [1000, 'ended'],
  [1002, 'protocol_error'],
  [1003, 'protocol_error'],
  [1007, 'protocol_error'],
  [1008, 'protocol_error'],
  [1009, 'protocol_error'],
  [4403, 'refused'],
  [4410, 'kicked'],
  [4411, 'replaced']
]

for (const [code, reason] of STOPS) {
  test(`close code ${code} stops: ${reason}`, async () => {
    const f = new Fixture()
    await f.online()
    f.socket.drop(code)
    assert.deepEqual(f.client.state, { status: 'stopped', reason })
    f.wake()
    await f.timers.advance(600_000)
    assert.equal(f.sockets.length, 1)
  })
}

for (const code of [1001, 1005, 1006, 1011, 1012, 1013, 4408, 4409, 4430, 4999, 3000]) {
  test(`close code ${code} connects again and resumes`, async () => {
    const f = new Fixture()
    await f.online({ latest_seq: 5 })
    f.socket.drop(code)
    assert.deepEqual(f.client.state, { status: 'waiting', retry_in_ms: 250, code })
    await f.again()
    assert.deepEqual(f.socket.last(1002).payload['resume'], { epoch: 'e1', last_seq: 5 })
  })
}

test('4429 waits long, whatever wakes the page', async () => {
  const f = new Fixture()
  f.random = 0
  await f.online()
  f.socket.drop(4429)
  await f.timers.advance(4_999)
  f.wake()
  await settle()
  assert.equal(f.sockets.length, 1)
  await f.timers.advance(1)
  assert.equal(f.sockets.length, 2)
})

test('pauses double up to their bound, and are drawn from zero on', async () => {
  const f = new Fixture()
  f.random = 0.999999
  await f.online()
  const pauses: number[] = []
  f.socket.drop(1006)
  for (let i = 0; i < 9; i++) {
    const state = f.client.state as { retry_in_ms: number }
    pauses.push(state.retry_in_ms)
    await f.timers.advance(state.retry_in_ms)
    f.socket.drop(1006)
  }
  assert.deepEqual(pauses, [500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000])
  f.random = 0
  await f.timers.advance(30_000)
  f.socket.drop(1006)
  assert.equal((f.client.state as { retry_in_ms: number }).retry_in_ms, 0)
})

test('pauses begin anew only when a connection has lasted', async () => {
  const f = new Fixture()
  f.random = 0.999999
  await f.online()
  f.socket.drop(1006)
  await f.timers.advance(500)
  await f.grant()
  f.socket.drop(1006)
  assert.equal((f.client.state as { retry_in_ms: number }).retry_in_ms, 1000)
  await f.timers.advance(1000)
  await f.grant()
  await f.timers.advance(10_000)
  f.socket.drop(1006)
  assert.equal((f.client.state as { retry_in_ms: number }).retry_in_ms, 500)
})

test('a connection that does not open is given up', async () => {
  const f = new Fixture()
  void f.client.connect({ username: 'alice', password: 'secret' })
  await settle()
  await f.timers.advance(10_000)
  assert.equal(f.sockets[0]?.closed, 1000)
  assert.equal(f.client.state.status, 'waiting')
})

test('after a failure to open the next address is tried', async () => {
  const f = new Fixture({ url: ['wss://a.test/ws', 'wss://b.test/ws'] })
  void f.client.connect({ username: 'alice', password: 'secret' })
  await settle()
  f.socket.drop(1006)
  await f.timers.advance(1_000)
  f.socket.drop(1006)
  await f.timers.advance(1_000)
  assert.deepEqual(f.sockets.map(({ url }) => url), ['wss://a.test/ws', 'wss://b.test/ws', 'wss://a.test/ws'])
})

test('a drain is left at the drawn moment, and not before', async () => {
  const f = new Fixture()
  await f.online()
  f.socket.say({ cmd_id: 4005, data: { reconnect_after_ms: 8_000 } })
  await f.timers.advance(3_000)
  f.socket.drop(1001)
  assert.equal((f.client.state as { retry_in_ms: number }).retry_in_ms, 5_000)
  await f.timers.advance(4_999)
  f.wake()
  await settle()
  assert.equal(f.sockets.length, 1)
  await f.timers.advance(1)
  assert.equal(f.sockets.length, 2)
})

test('a drain that closes at its moment is followed at once', async () => {
  const f = new Fixture()
  await f.online()
  f.socket.say({ cmd_id: 4005, data: { reconnect_after_ms: 8_000 } })
  await f.timers.advance(9_000)
  f.socket.drop(1001)
  await f.timers.advance(0)
  assert.equal(f.sockets.length, 2)
})

test('a hint leads to other nodes, one after the other, then home', async () => {
  const f = new Fixture({ url: 'wss://home.test/ws' })
  await f.online()
  f.socket.say({
    cmd_id: 4005,
    data: { reconnect_after_ms: 0, redirect: ['ws://open.test/ws', 'wss://one.test/ws', 'javascript:x', 'wss://two.test/ws'] }
  })
  f.socket.drop(1001)
  await f.timers.advance(1_000)
  f.socket.drop(1006)
  await f.timers.advance(1_000)
  f.socket.drop(1006)
  await f.timers.advance(2_000)
  assert.deepEqual(
    f.sockets.map(({ url }) => url),
    ['wss://home.test/ws', 'wss://one.test/ws', 'wss://two.test/ws', 'wss://home.test/ws']
  )
})

test('a hint of a connection that came back counts no more', async () => {
  const f = new Fixture()
  await f.online()
  f.socket.say({ cmd_id: 4005, data: { reconnect_after_ms: 60_000 } })
  f.socket.drop(1001)
  await f.timers.advance(60_000)
  await f.grant()
  f.socket.drop(1006)
  assert.equal((f.client.state as { retry_in_ms: number }).retry_in_ms, 250)
})

test('the network or the page comes back: no more waiting', async () => {
  const f = new Fixture()
  await f.online()
  f.random = 1
  f.socket.drop(1006)
  for (let i = 0; i < 5; i++) {
    await f.timers.advance(30_000)
    f.socket.drop(1006)
  }
  await f.timers.advance(1_000)
  const before = f.sockets.length
  f.wake()
  await settle()
  assert.equal(f.sockets.length, before + 1)
})

test('a signal that comes again and again does not hammer', async () => {
  const f = new Fixture()
  await f.online()
  f.random = 1
  f.socket.drop(1006)
  await f.timers.advance(500)
  const before = f.sockets.length
  for (let i = 0; i < 20; i++) {
    f.socket.drop(1006)
    f.wake()
    await settle()
  }
  assert.equal(f.sockets.length, before)
})

test('an address that is none stops with the reason', async () => {
  const f = new Fixture({
    environment: {
      WebSocket: class {
        constructor() {
          throw new SyntaxError('invalid URL')
        }
      } as never
    }
  })
  await assert.rejects(f.client.connect({ username: 'alice', password: 'secret' }), { error: 'invalid_url' })
})

test('an attempt of before a disconnect does not come through', async () => {
  const f = new Fixture({
    tokens: () => new Promise((resolve) => f.timers.setTimeout(() => resolve({ token: 'late' }), 5_000))
  })
  const connected = f.client.connect()
  await settle()
  f.client.disconnect()
  await assert.rejects(connected, { error: 'stopped' })
  await f.timers.advance(10_000)
  assert.equal(f.sockets.length, 0)
})
