import assert from 'node:assert/strict'
import { test } from 'node:test'
import { storageSessions, type KeyValueStorage, type SavedSession } from '../../src/index.js'
import { Fixture, LOGIN, message, settle } from './fakes.js'

function memory(initial?: SavedSession): KeyValueStorage & { saved(): SavedSession | undefined } {
  const values = new Map<string, string>()
  if (initial) values.set('mychat-gateway', JSON.stringify(initial))
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
    saved: () => JSON.parse(values.get('mychat-gateway') ?? 'null') ?? undefined
  }
}

test('a password logs in with the sub-protocol and the platform', async () => {
  const f = new Fixture()
  const connected = f.client.connect({ username: 'alice', password: 'secret' })
  await settle()
  await f.grant()
  assert.deepEqual(await connected, LOGIN.user_info)
  assert.deepEqual(f.socket.protocols, ['mychat.v1.json'])
  const login = f.socket.last(1001)
  assert.equal(login.platform, 'web')
  assert.deepEqual(login.payload, { username: 'alice', password: 'secret' })
  assert.equal(f.client.state.status, 'online')
})

test('the next connection shows the token, not the password', async () => {
  const f = new Fixture()
  await f.online()
  f.socket.drop(1006)
  await f.again()
  assert.equal(f.socket.requests(1001).length, 0)
  assert.deepEqual(f.socket.last(1002).payload, {
    token: 't1',
    device_id: 'd-1',
    resume: { epoch: 'e1', last_seq: 0 }
  })
})

test('a wrong password ends it with the reason', async () => {
  const f = new Fixture()
  const connected = f.client.connect({ username: 'alice', password: 'wrong' })
  await settle()
  f.socket.open()
  f.socket.answer(1001, { error: 'bad_credentials', detail: 'Unknown user or wrong password.' }, 401)
  await assert.rejects(connected, { code: 401, error: 'bad_credentials' })
  assert.equal(f.socket.closed, 1000)
  assert.equal((f.client.state as { reason?: string }).reason, 'unauthenticated')
  await f.timers.advance(600_000)
  assert.equal(f.sockets.length, 1)
})

for (const [code, error] of [[403, 'no_free_seat'], [403, 'banned'], [400, 'unknown_platform'], [503, 'no_password_login']] as const) {
  test(`${code} ${error} ends it`, async () => {
    const f = new Fixture()
    const connected = f.client.connect({ username: 'alice', password: 'secret' })
    await settle()
    f.socket.open()
    f.socket.answer(1001, { error }, code)
    await assert.rejects(connected, { error })
    assert.equal((f.client.state as { reason?: string }).reason, 'refused')
    await f.timers.advance(600_000)
    assert.equal(f.sockets.length, 1)
  })
}

for (const [code, error] of [[429, 'too_many_failed_logins'], [503, 'busy']] as const) {
  test(`${code} waits as long as the gateway says`, async () => {
    const f = new Fixture()
    f.random = 0
    void f.client.connect({ username: 'alice', password: 'secret' })
    await settle()
    f.socket.open()
    f.socket.answer(1001, { error, retry_after_ms: 7_000 }, code)
    await f.timers.advance(6_999)
    f.wake()
    await settle()
    assert.equal(f.sockets.length, 1)
    await f.timers.advance(1)
    assert.equal(f.sockets.length, 2)
    await f.grant()
    assert.equal(f.client.state.status, 'online')
  })
}

test('a login without an answer is tried again', async () => {
  const f = new Fixture()
  void f.client.connect({ username: 'alice', password: 'secret' })
  await settle()
  f.socket.open()
  await f.timers.advance(10_000)
  assert.equal(f.client.state.status, 'waiting')
  await f.again()
  assert.equal(f.socket.requests(1001).length, 1)
})

test('without credentials and without a session there is no connection', async () => {
  const f = new Fixture()
  await assert.rejects(f.client.connect(), { error: 'no_refresh_token' })
  assert.equal(f.sockets.length, 0)
})

test('a saved session goes on in the next page', async () => {
  const storage = memory()
  const first = new Fixture({ store: storageSessions(storage) })
  await first.online()
  first.socket.say(message(1))
  first.socket.say(message(2))
  first.client.disconnect()

  const second = new Fixture({ store: storageSessions(storage) })
  const connected = second.client.connect()
  await settle()
  await second.grant()
  assert.equal((await connected).user_id, 'alice')
  assert.deepEqual(second.socket.last(1002).payload, {
    token: 't1',
    device_id: 'd-1',
    resume: { epoch: 'e1', last_seq: 2 }
  })
})

test('the session of another user is not used', async () => {
  const storage = memory({
    user_id: 'bob',
    username: 'bob',
    device_id: 'd-9',
    position: { epoch: 'e9', last_seq: 90 },
    outbox: [{ client_msg_id: 'x', to_user: 'carol', content: 'of bob' }]
  })
  const f = new Fixture({ store: storageSessions(storage) })
  await f.online()
  assert.deepEqual(f.socket.last(1001).payload, { username: 'alice', password: 'secret' })
  assert.equal(f.socket.requests(2001).length, 0)
  assert.equal(storage.saved()?.user_id, 'alice')
})

test('a token of another user starts without what was saved', async () => {
  const f = new Fixture({
    store: storageSessions(
      memory({ user_id: 'bob', position: { epoch: 'e9', last_seq: 90 }, outbox: [{ client_msg_id: 'x', to_user: 'c', content: 'of bob' }] })
    )
  })
  void f.client.connect({ token: 'of alice' })
  await settle()
  await f.grant({ gap: true, from_seq: 1, latest_seq: 9 }, { token: undefined, refresh_token: undefined })
  await f.again({ latest_seq: 9 })
  assert.deepEqual(f.socket.last(1002).payload, { token: 'of alice' })
  assert.equal(f.sockets.flatMap((socket) => socket.requests(2001)).length, 0)
  assert.deepEqual(f.values('gap'), [])
  assert.deepEqual(f.values('send_failed').map(({ error }) => error.error), ['other_user'])
})

test('a store that fails disturbs nothing', async () => {
  const f = new Fixture({
    store: {
      load: () => Promise.reject(new Error('no storage')),
      save: () => {
        throw new Error('full')
      }
    }
  })
  await f.online()
  assert.equal(f.client.state.status, 'online')
  assert.ok(f.errors.length > 1)
})

test('logout revokes, forgets, and stays away', async () => {
  const storage = memory()
  const f = new Fixture({ store: storageSessions(storage) })
  const socket = await f.online()
  const done = f.client.logout()
  await settle()
  socket.answer(1003)
  await done
  assert.equal((f.client.state as { reason?: string }).reason, 'logged_out')
  assert.equal(storage.saved(), undefined)
  await f.timers.advance(600_000)
  assert.equal(f.sockets.length, 1)
})

test('a logout that fails forgets the tokens, too', async () => {
  const storage = memory()
  const f = new Fixture({ store: storageSessions(storage) })
  await f.online()
  f.socket.drop(1006)
  const done = f.client.logout()
  await f.timers.advance(0)
  f.client.disconnect()
  await assert.rejects(done)
  assert.equal(storage.saved(), undefined)
})

test('new credentials replace the connection', async () => {
  const f = new Fixture()
  const first = await f.online()
  const connected = f.client.connect({ username: 'bob', password: 'other' })
  await settle()
  assert.equal(first.closed, 1000)
  await f.grant({}, { user_info: { user_id: 'bob' } })
  assert.equal((await connected).user_id, 'bob')
  assert.deepEqual(f.socket.last(1001).payload, { username: 'bob', password: 'other' })
})

test('nothing is left when the client has disconnected', async () => {
  const f = new Fixture()
  await f.online()
  f.client.disconnect()
  await settle()
  assert.equal(f.socket.closed, 1000)
  assert.equal(f.timers.pending, 0)
})
