import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GatewayError, type SavedSession } from '../../src/index.js'
import { Fixture, sentAs, settle } from './fakes.js'

test('what is sent offline leaves with the next login', async () => {
  const f = new Fixture()
  const sent = f.client.send('bob', 'early')
  const socket = await f.online()
  assert.deepEqual(socket.last(2001).payload, { client_msg_id: 'id-1', to_user: 'bob', content: 'early' })
  socket.answer(2001, sentAs('m-1'))
  assert.equal((await sent).message_id, 'm-1')
  assert.deepEqual(f.client.unsent, [])
})

test('messages to one user leave one after the other, to others beside them', async () => {
  const f = new Fixture()
  const socket = await f.online()
  for (const [to, text] of [['bob', 'b1'], ['bob', 'b2'], ['carol', 'c1']] as const) void f.client.send(to, text)
  await settle()
  assert.deepEqual(socket.requests(2001).map(({ payload }) => payload['content']), ['b1', 'c1'])
  const [first] = socket.requests(2001)
  socket.say({ cmd_id: 2001, code: 200, request_id: first!.request_id!, data: sentAs('m-1') })
  await settle()
  assert.deepEqual(socket.requests(2001).map(({ payload }) => payload['content']), ['b1', 'c1', 'b2'])
})

test('a lost answer repeats the message with its id', async () => {
  const f = new Fixture()
  const socket = await f.online()
  const sent = f.client.send('bob', 'hi')
  await settle()
  socket.drop(1006)
  const next = await f.again()
  assert.deepEqual(next.last(2001).payload, socket.last(2001).payload)
  next.answer(2001, sentAs('m-1'))
  assert.equal((await sent).message_id, 'm-1')
})

for (const code of [429, 503]) {
  test(`${code} is tried again when the gateway says, in order`, async () => {
    const f = new Fixture()
    const socket = await f.online()
    void f.client.send('bob', 'one')
    void f.client.send('bob', 'two')
    await settle()
    socket.answer(2001, { error: 'later', retry_after_ms: 3_000 }, code)
    await f.timers.advance(2_999)
    assert.equal(socket.requests(2001).length, 1)
    await f.timers.advance(1)
    assert.deepEqual(socket.requests(2001).map(({ payload }) => payload['content']), ['one', 'one'])
    socket.answer(2001, sentAs('m-1'))
    await settle()
    assert.equal(socket.last(2001).payload['content'], 'two')
  })
}

test('a connection that ends during such a wait sends it at once', async () => {
  const f = new Fixture()
  const socket = await f.online()
  void f.client.send('bob', 'one')
  await settle()
  socket.answer(2001, { error: 'later', retry_after_ms: 300_000 }, 503)
  await settle()
  socket.drop(1006)
  const next = await f.again()
  assert.equal(next.requests(2001).length, 1)
})

for (const [code, error] of [[404, 'recipient_not_found'], [400, 'client_msg_id_reused'], [403, 'refused'], [500, 'internal_error']] as const) {
  test(`${code} fails for good, and the next message leaves`, async () => {
    const f = new Fixture()
    const socket = await f.online()
    const one = f.client.send('bob', 'one')
    void f.client.send('bob', 'two')
    await settle()
    socket.answer(2001, { error }, code)
    await assert.rejects(one, { code, error })
    await settle()
    assert.equal(socket.last(2001).payload['content'], 'two')
    assert.deepEqual(f.values('send_failed').map((one) => one.error.error), [error])
  })
}

test('an answer that does not come is asked for again', async () => {
  const f = new Fixture()
  const socket = await f.online()
  const sent = f.client.send('bob', 'hi')
  await settle()
  await f.timers.advance(5_000)
  socket.say({ cmd_id: 4001, data: 'sign of life' })
  await f.timers.advance(6_000)
  assert.equal(socket.requests(2001).length, 2)
  socket.answer(2001, sentAs('m-1'))
  assert.equal((await sent).message_id, 'm-1')
})

test('the outbox is bounded in messages', async () => {
  const f = new Fixture({ outbox: { messages: 2 } })
  void f.client.send('bob', '1')
  void f.client.send('bob', '2')
  await assert.rejects(f.client.send('bob', '3'), (error) => error instanceof GatewayError && error.error === 'outbox_full')
  const socket = await f.online()
  socket.answer(2001, sentAs('m-1'))
  await settle()
  void f.client.send('bob', '4')
  assert.deepEqual(f.client.unsent.map(({ content }) => content), ['2', '4'])
})

test('the outbox is bounded in bytes', async () => {
  const f = new Fixture({ outbox: { bytes: 1_000 } })
  void f.client.send('bob', '汉'.repeat(200))
  await assert.rejects(f.client.send('bob', '汉'.repeat(200)), { error: 'outbox_full' })
})

test('a message that would close the connection is refused here', async () => {
  const f = new Fixture()
  await assert.rejects(f.client.send('bob', 'x'.repeat(60_000)), { error: 'too_large' })
  assert.deepEqual(f.client.unsent, [])
})

test('what was not sent is saved and leaves with the next page', async () => {
  let saved: SavedSession | undefined
  const store = { load: () => saved, save: (session: SavedSession | undefined) => void (saved = structuredClone(session)) }
  const f = new Fixture({ store })
  const socket = await f.online()
  socket.drop(1006)
  void f.client.send('bob', 'in the tunnel')
  f.client.disconnect()

  const second = new Fixture({ store })
  void second.client.connect()
  await settle()
  const next = await second.grant()
  assert.deepEqual(next.last(2001).payload, { client_msg_id: 'id-1', to_user: 'bob', content: 'in the tunnel' })
  next.answer(2001, sentAs('m-1'))
  await settle()
  assert.deepEqual(saved?.outbox, [])
  assert.equal(second.values('sent').length, 1)
})

test('the same id twice is one message', async () => {
  const f = new Fixture()
  const socket = await f.online()
  const both = Promise.all([f.client.send('bob', 'hi', 'same'), f.client.send('bob', 'hi', 'same')])
  await settle()
  socket.answer(2001, sentAs('m-1'))
  const [a, b] = await both
  assert.deepEqual(a, b)
  assert.equal(socket.requests(2001).length, 1)
})

test('a logout gives up what waits', async () => {
  const f = new Fixture()
  const socket = await f.online()
  const sent = f.client.send('bob', 'hi')
  const done = f.client.logout()
  await settle()
  socket.answer(1003)
  await done
  await assert.rejects(sent, { error: 'other_user' })
})
