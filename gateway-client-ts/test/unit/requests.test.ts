import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chatIdOf } from '../../src/index.js'
import { Fixture, settle } from './fakes.js'

declare module '../../src/protocol.js' {
  interface CommandTypes {
    5001: { request: { order: string }; reply: { status: string } }
  }
}

test('an own command has its types and its reply', async () => {
  const f = new Fixture()
  const socket = await f.online()
  const reply = f.client.request(5001, { order: 'o-1' })
  await settle()
  assert.deepEqual(socket.last(5001).payload, { order: 'o-1' })
  socket.answer(5001, { status: 'on its way' })
  const { status } = await reply
  assert.equal(status, 'on its way')
})

test('a refusal has code, reason and pause', async () => {
  const f = new Fixture()
  const socket = await f.online()
  const reply = f.client.request(5001, { order: 'o-1' })
  await settle()
  socket.answer(5001, { error: 'rate_limited', detail: 'Slower.', retry_after_ms: 500 }, 429)
  await assert.rejects(reply, { code: 429, error: 'rate_limited', detail: 'Slower.', retryAfterMs: 500 })
})

test('replies find their requests in any order', async () => {
  const f = new Fixture()
  const socket = await f.online()
  const replies = ['a', 'b', 'c'].map((order) => f.client.request(5001, { order }))
  await settle()
  for (const { request_id, payload } of socket.requests(5001).reverse()) {
    socket.say({ cmd_id: 5001, code: 200, request_id: request_id!, data: { status: payload['order'] } })
  }
  assert.deepEqual((await Promise.all(replies)).map(({ status }) => status), ['a', 'b', 'c'])
})

test('no reply is a time-out', async () => {
  const f = new Fixture()
  await f.online()
  const reply = f.client.request(5001, { order: 'o-1' }, { timeoutMs: 1_000 })
  const rejected = assert.rejects(reply, { code: 0, error: 'timeout' })
  await f.timers.advance(1_000)
  await rejected
})

test('a request before the login waits for it', async () => {
  const f = new Fixture()
  void f.client.connect({ username: 'alice', password: 'secret' })
  await settle()
  const reply = f.client.devices()
  await f.grant()
  f.socket.answer(1004, { devices: [] })
  assert.deepEqual(await reply, [])
})

test('a request without a connection is not sent', async () => {
  const f = new Fixture()
  await assert.rejects(f.client.devices(), { error: 'stopped' })
})

test('a connection that ends fails what may have been done', async () => {
  const f = new Fixture()
  await f.online()
  const reply = f.client.request(5001, { order: 'o-1' })
  await settle()
  f.socket.drop(1006)
  await assert.rejects(reply, { error: 'connection_lost' })
})

test('what may be done twice is repeated on the next connection', async () => {
  const f = new Fixture()
  await f.online()
  const reply = f.client.history('dm:alice:bob', { limit: 10 })
  await settle()
  f.socket.drop(1006)
  const next = await f.again({}, 1_000)
  assert.deepEqual(next.last(2002).payload, { chat_id: 'dm:alice:bob', limit: 10 })
  next.answer(2002, { messages: [], has_more: false })
  assert.deepEqual(await reply, { messages: [], has_more: false })
})

test('the number of waiting requests is bounded', async () => {
  const f = new Fixture({ requests: { max: 2 } })
  await f.online()
  const two = [1, 2].map(() => f.client.devices().catch(() => {}))
  await assert.rejects(f.client.devices(), { error: 'too_many_requests' })
  f.client.disconnect()
  await Promise.all(two)
})

test('a late or foreign reply is passed over', async () => {
  const f = new Fixture()
  const socket = await f.online()
  socket.say({ cmd_id: 5001, code: 200, request_id: 'r999', data: {} })
  socket.say({ cmd_id: 5001, code: 200, data: {} })
  assert.deepEqual(f.values('command'), [])
})

test('pushes, notices and unknown commands are events', async () => {
  const f = new Fixture()
  const socket = await f.online()
  socket.say({ cmd_id: 4001, data: { hello: 'host' } })
  socket.say({ cmd_id: 4002, data: { platform: 'android', device_id: 'p', ip: '127.0.0.1', login_at: 'now' } })
  socket.say({ cmd_id: 4003, data: { reason: 'kicked' } })
  socket.say({ cmd_id: 7000, data: { own: true } })
  assert.deepEqual(f.values('push'), [{ hello: 'host' }])
  assert.equal(f.values('new_login')[0]?.platform, 'android')
  assert.deepEqual(f.values('closing'), [{ reason: 'kicked' }])
  assert.deepEqual(f.values('command'), [{ cmd_id: 7000, data: { own: true } }])
})

test('devices can be dropped', async () => {
  const f = new Fixture()
  const socket = await f.online()
  const dropped = f.client.dropDevice('android', 'phone-1')
  await settle()
  assert.deepEqual(socket.last(1005).payload, { platform: 'android', device_id: 'phone-1' })
  socket.answer(1005, { kicked: 1 })
  assert.equal(await dropped, 1)
})

test('a listener can be taken back', async () => {
  const f = new Fixture()
  const socket = await f.online()
  let heard = 0
  const off = f.client.on('push', () => heard++)
  socket.say({ cmd_id: 4001, data: 1 })
  off()
  socket.say({ cmd_id: 4001, data: 2 })
  assert.equal(heard, 1)
})

test('chat ids are those of the gateway', () => {
  assert.equal(chatIdOf('bob', 'alice'), 'dm:alice:bob')
  assert.equal(chatIdOf('a:b', "o'x!(*)"), 'dm:a%3Ab:o%27x%21%28%2A%29')
  assert.equal(chatIdOf('王', 'z'), 'dm:%E7%8E%8B:z')
  assert.equal(chatIdOf('x', 'x'), 'dm:x:x')
})
