import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FetchLike } from '../../src/index.js'
import { Fixture, settle } from './fakes.js'

/** An HTTP API that answers what the test says. */
function api(...answers: [number, object | undefined][]): { fetch: FetchLike; calls: { url: string; token: string }[] } {
  const calls: { url: string; token: string }[] = []
  return {
    calls,
    fetch: (url, { body }) => {
      calls.push({ url, token: (JSON.parse(body) as { refresh_token: string }).refresh_token })
      const [status, data] = answers[Math.min(calls.length, answers.length) - 1]!
      if (status === 0) return Promise.reject(new TypeError('no network'))
      return Promise.resolve({ status, json: () => (data ? Promise.resolve(data) : Promise.reject(new Error('no JSON'))) })
    }
  }
}

const PAIR = { token: 't2', refresh_token: 'r2', expires_in: 3600 }

function fixture(http: { fetch: FetchLike }): Fixture {
  return new Fixture({ apiUrl: 'http://gateway.test/api/', environment: { fetch: http.fetch } })
}

test('a token that ends soon is refreshed on the live connection', async () => {
  const http = api([200, PAIR])
  const f = fixture(http)
  const socket = await f.online()
  socket.say({ cmd_id: 4004, data: { expires_in: 60 } })
  await f.timers.advance(15_000)
  assert.deepEqual(http.calls, [{ url: 'http://gateway.test/api/auth/refresh', token: 'r1' }])
  assert.deepEqual(socket.last(1002).payload, { token: 't2' })
  socket.answer(1002, { valid: true, expires_in: 3600 })
  await settle()
  assert.equal(f.sockets.length, 1)
  socket.drop(1006)
  assert.equal((await f.again()).last(1002).payload['token'], 't2')
})

test('a refresh that fails for a time is tried until the token ends', async () => {
  const http = api([0, undefined], [503, { error: 'store_unavailable', retry_after_ms: 1000 }], [502, undefined], [200, PAIR])
  const f = fixture(http)
  const socket = await f.online()
  socket.say({ cmd_id: 4004, data: { expires_in: 60 } })
  await f.timers.advance(59_000)
  assert.equal(http.calls.length, 4)
  assert.equal(socket.last(1002).payload['token'], 't2')
})

test('a refused refresh leaves the connection alone until the gateway ends it', async () => {
  const http = api([401, { error: 'refresh_reused' }])
  const f = fixture(http)
  const socket = await f.online()
  socket.say({ cmd_id: 4004, data: { expires_in: 60 } })
  await f.timers.advance(30_000)
  assert.equal(f.client.state.status, 'online')
  socket.drop(4401)
  await f.timers.advance(1_000)
  assert.deepEqual(f.client.state.status, 'stopped')
  assert.equal((f.client.state as { reason: string }).reason, 'unauthenticated')
})

test('4401 gets a new token before the next connection', async () => {
  const http = api([200, PAIR])
  const f = fixture(http)
  await f.online()
  f.socket.drop(4401)
  await f.again()
  assert.equal(http.calls.length, 1)
  assert.equal(f.socket.last(1002).payload['token'], 't2')
})

test('4401 without a way to new tokens asks the person', async () => {
  const f = new Fixture()
  await f.online()
  f.socket.drop(4401)
  assert.deepEqual(f.client.state, { status: 'stopped', reason: 'unauthenticated' })
})

test('a token that ended while offline is refreshed first', async () => {
  const http = api([200, PAIR])
  const f = fixture(http)
  await f.online()
  f.timers.sleep(90_000_000)
  f.socket.drop(1006)
  await f.again()
  assert.equal(f.sockets.length, 2)
  assert.equal(f.socket.last(1002).payload['token'], 't2')
})

test('a token that the gateway refuses is refreshed on the same connection', async () => {
  const http = api([200, PAIR])
  const f = fixture(http)
  await f.online()
  f.socket.drop(1006)
  await f.timers.advance(1_000)
  f.socket.open()
  f.socket.answer(1002, { valid: false, error: 'token_expired' }, 401)
  await settle()
  assert.deepEqual(f.socket.requests(1002).map(({ payload }) => payload['token']), ['t1', 't2'])
  assert.equal(f.sockets.length, 2)
})

test('tokens that are refused again and again end it', async () => {
  const http = api([200, PAIR])
  const f = fixture(http)
  await f.online()
  f.socket.drop(1006)
  await f.timers.advance(1_000)
  f.socket.open()
  for (let i = 0; i < 3; i++) {
    f.socket.answer(1002, { valid: false, error: 'token_invalid' }, 401)
    await settle()
  }
  assert.equal((f.client.state as { reason: string }).reason, 'unauthenticated')
})

test('a refresh waits as long as the API says', async () => {
  const http = api([429, { error: 'too_many_failures', retry_after_ms: 9_000 }], [200, PAIR])
  const f = fixture(http)
  f.random = 0
  await f.online()
  f.socket.drop(4401)
  await f.timers.advance(8_999)
  assert.equal(http.calls.length, 1)
  await f.timers.advance(1)
  assert.equal(http.calls.length, 2)
})

test('an answer of something between is no refusal', async () => {
  const f = fixture(api([200, undefined], [502, undefined], [200, PAIR]))
  await f.online()
  f.socket.drop(4401)
  await f.again()
  assert.equal(f.client.state.status, 'online')
})

test('two who need a token share one refresh', async () => {
  let answer: ((pair: object) => void) | undefined
  let calls = 0
  const f = fixture({
    fetch: () => {
      calls++
      return Promise.resolve({ status: 200, json: () => new Promise((resolve) => (answer = resolve)) })
    }
  })
  const socket = await f.online()
  socket.say({ cmd_id: 4004, data: { expires_in: 60 } })
  await f.timers.advance(15_000)
  socket.drop(4401)
  await f.timers.advance(1_000)
  assert.equal(calls, 1)
  answer?.(PAIR)
  await settle()
  assert.equal((await f.grant()).last(1002).payload['token'], 't2')
})

test('a late refresh does not overrule new credentials', async () => {
  let answer: ((pair: object) => void) | undefined
  const f = fixture({
    fetch: () => Promise.resolve({ status: 200, json: () => new Promise((resolve) => (answer = resolve)) })
  })
  await f.online()
  f.socket.drop(4401)
  await f.timers.advance(1_000)
  void f.client.connect({ token: 'fresh' })
  await settle()
  answer?.(PAIR)
  await settle()
  f.socket.open()
  assert.equal(f.socket.last(1002).payload['token'], 'fresh')
})

test('a source of the host gives the tokens', async () => {
  let given = 0
  const f = new Fixture({ tokens: () => Promise.resolve({ token: `host-${++given}` }) })
  void f.client.connect()
  await settle()
  await f.grant({}, { token: undefined, refresh_token: undefined })
  assert.equal(f.socket.last(1002).payload['token'], 'host-1')
  f.socket.drop(4401)
  await f.again()
  assert.equal(f.socket.last(1002).payload['token'], 'host-2')
})
