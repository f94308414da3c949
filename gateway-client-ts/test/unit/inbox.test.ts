import assert from 'node:assert/strict'
import { test } from 'node:test'
import { storageSessions, type SavedSession } from '../../src/index.js'
import { Fixture, message, sentAs, settle } from './fakes.js'

test('messages are delivered once and in order', async () => {
  const f = new Fixture()
  const socket = await f.online()
  for (const seq of [1, 2, 2, 1, 3]) socket.say(message(seq))
  assert.deepEqual(f.contents, ['text 1', 'text 2', 'text 3'])
})

test('what a resume repeats is dropped', async () => {
  const f = new Fixture()
  const socket = await f.online()
  socket.say(message(1))
  socket.say(message(2))
  socket.drop(1006)
  const next = await f.again({ latest_seq: 3 })
  assert.deepEqual(next.last(1002).payload['resume'], { epoch: 'e1', last_seq: 2 })
  for (const seq of [2, 3]) next.say(message(seq))
  assert.deepEqual(f.contents, ['text 1', 'text 2', 'text 3'])
})

test('a gap of retention is told, and delivery goes on behind it', async () => {
  const f = new Fixture()
  const socket = await f.online()
  socket.say(message(1))
  socket.drop(1006)
  const next = await f.again({ from_seq: 7, latest_seq: 8, gap: true })
  next.say(message(7))
  next.say(message(8))
  assert.deepEqual(f.values('gap'), [{ epoch: 'e1', from_seq: 7, latest_seq: 8 }])
  assert.deepEqual(f.contents, ['text 1', 'text 7', 'text 8'])
})

test('a new epoch at a resume is a gap', async () => {
  const f = new Fixture()
  const socket = await f.online({ latest_seq: 40 })
  socket.drop(1006)
  const next = await f.again({ epoch: 'e2', from_seq: 1, latest_seq: 1, gap: true })
  next.say(message(1, { epoch: 'e2' }))
  assert.deepEqual(f.contents, ['text 1'])
  next.drop(1006)
  const third = await f.again({ epoch: 'e2', latest_seq: 1 })
  assert.deepEqual(third.last(1002).payload['resume'], { epoch: 'e2', last_seq: 1 })
})

test('a loss under a live session is told by a message', async () => {
  const f = new Fixture()
  const socket = await f.online({ latest_seq: 9 })
  socket.say(message(3, { epoch: 'e2', gap: true }))
  socket.say(message(4, { epoch: 'e2' }))
  assert.deepEqual(f.values('gap'), [{ epoch: 'e2', from_seq: 3, latest_seq: 3 }])
  assert.deepEqual(f.contents, ['text 3', 'text 4'])
  assert.deepEqual(
    f.events.filter(({ event }) => event === 'gap' || event === 'message').map(({ event }) => event),
    ['gap', 'message', 'message']
  )
})

test('a loss under a silent session is told by 4006', async () => {
  const f = new Fixture()
  const socket = await f.online({ latest_seq: 9 })
  socket.say({ cmd_id: 4006, data: { epoch: 'e2', from_seq: 2, latest_seq: 1, gap: true } })
  socket.say(message(2, { epoch: 'e2' }))
  assert.equal(f.values('gap').length, 1)
  assert.deepEqual(f.contents, ['text 2'])
})

test('acknowledgements are merged', async () => {
  const f = new Fixture()
  const socket = await f.online()
  await f.timers.advance(1_000)
  for (let seq = 1; seq <= 100; seq++) socket.say(message(seq))
  assert.equal(socket.requests(2004).length, 0)
  await f.timers.advance(1_000)
  assert.deepEqual(socket.requests(2004).map(({ payload }) => payload), [{ inbox_seq: 100, epoch: 'e1' }])
})

test('a position that the gateway has told is not acknowledged', async () => {
  const f = new Fixture()
  const socket = await f.online({ latest_seq: 12 })
  await f.timers.advance(5_000)
  assert.equal(socket.requests(2004).length, 0)
})

test('an acknowledgement that may be lost is said again', async () => {
  const f = new Fixture()
  const socket = await f.online()
  socket.say(message(1))
  await f.timers.advance(1_000)
  socket.drop(1006)
  const next = await f.again({ latest_seq: 1 })
  await f.timers.advance(1_000)
  assert.deepEqual(next.last(2004).payload, { inbox_seq: 1, epoch: 'e1' })
})

test('leaving says the last acknowledgement', async () => {
  const f = new Fixture()
  const socket = await f.online()
  socket.say(message(1))
  f.client.disconnect()
  assert.equal(socket.last(2004).payload['inbox_seq'], 1)
})

test('with manual acknowledgements the next page resumes behind the last one', async () => {
  let saved: SavedSession | undefined
  const store = { load: () => saved, save: (session: SavedSession | undefined) => void (saved = structuredClone(session)) }
  const f = new Fixture({ store, acknowledgements: { mode: 'manual' } })
  const socket = await f.online()
  socket.say(message(1))
  socket.say(message(2))
  f.client.acknowledge(f.values('message')[0]!)
  await f.timers.advance(1_000)
  assert.equal(socket.last(2004).payload['inbox_seq'], 1)
  assert.deepEqual(saved?.position, { epoch: 'e1', last_seq: 1 })
  // The same client resumes behind what it has delivered.
  socket.drop(1006)
  const next = await f.again({ latest_seq: 2 })
  assert.deepEqual(next.last(1002).payload['resume'], { epoch: 'e1', last_seq: 2 })
})

test('an acknowledgement of an earlier epoch changes nothing', async () => {
  const f = new Fixture({ acknowledgements: { mode: 'manual' } })
  const socket = await f.online()
  socket.say(message(5))
  socket.say(message(1, { epoch: 'e2', gap: true }))
  await f.timers.advance(1_000)
  const before = socket.requests(2004).length
  f.client.acknowledge(f.values('message')[0]!)
  await f.timers.advance(1_000)
  assert.equal(socket.requests(2004).length, before)
})

test('a listener that throws loses nothing', async () => {
  const f = new Fixture()
  const socket = await f.online()
  f.client.on('message', () => {
    throw new Error('bug of the application')
  })
  socket.say(message(1))
  socket.say(message(2))
  await f.timers.advance(1_000)
  assert.deepEqual(f.contents, ['text 1', 'text 2'])
  assert.equal(f.errors.length, 2)
  assert.equal(socket.last(2004).payload['inbox_seq'], 2)
})

test('the copy of an own message is no news after a resume', async () => {
  const f = new Fixture()
  const socket = await f.online()
  const sent = f.client.send('bob', 'hi')
  await settle()
  socket.answer(2001, sentAs('m-1'))
  assert.equal((await sent).message_id, 'm-1')
  socket.drop(1006)
  const next = await f.again({ latest_seq: 2 })
  next.say(message(1, { from_user: 'alice', to_user: 'bob' }))
  next.say(message(2))
  assert.deepEqual(f.contents, ['text 2'])
})

test('the copies of the newest own messages are no news after a restart', async () => {
  let saved: SavedSession | undefined
  const store = { load: () => saved, save: (session: SavedSession | undefined) => void (saved = structuredClone(session)) }
  const f = new Fixture({ store })
  const socket = await f.online()
  for (let i = 1; i <= 101; i++) {
    const sent = f.client.send('bob', 'hi')
    await settle()
    socket.answer(2001, sentAs(`own-${i}`))
    await sent
  }
  f.client.disconnect()
  assert.deepEqual([saved?.own?.length, saved?.own?.[0], saved?.own?.[99]], [100, 'own-2', 'own-101'])
  const next = new Fixture({ store })
  const again = await next.online()
  again.say(message(1, { message_id: 'own-2', from_user: 'alice', to_user: 'bob' }))
  again.say(message(2))
  assert.deepEqual(next.contents, ['text 2'])
})

test('the copy of a message whose answer was lost waits for the answer', async () => {
  const f = new Fixture()
  const socket = await f.online()
  const sent = f.client.send('bob', 'hi')
  await settle()
  socket.drop(1006)
  const next = await f.again({ latest_seq: 2 })
  next.say(message(1, { from_user: 'alice', to_user: 'bob', content: 'hi' }))
  next.say(message(2))
  assert.deepEqual(f.contents, [])
  next.answer(2001, sentAs('m-1'))
  assert.equal((await sent).message_id, 'm-1')
  assert.deepEqual(f.contents, ['text 2'])
  assert.equal(f.values('sent').length, 1)
})

for (const code of [429, 503]) {
  test(`a copy waits for the answer of the repetition, and ${code} is none`, async () => {
    const f = new Fixture()
    const socket = await f.online()
    const sent = f.client.send('bob', 'hi')
    await settle()
    socket.drop(1006)
    const next = await f.again({ latest_seq: 2 })
    next.answer(2001, { error: 'later', retry_after_ms: 3_000 }, code)
    await settle()
    next.say(message(1, { from_user: 'alice', to_user: 'bob', content: 'hi' }))
    next.say(message(2))
    assert.deepEqual(f.contents, [])
    await f.timers.advance(3_000)
    next.answer(2001, sentAs('m-1'))
    assert.equal((await sent).message_id, 'm-1')
    assert.deepEqual(f.contents, ['text 2'])
  })
}

test('what waits is bounded, and comes again when the connection ends first', async () => {
  const f = new Fixture({ inbox: { held: 3 } })
  const socket = await f.online()
  void f.client.send('bob', 'hi')
  await settle()
  socket.drop(1006)
  const next = await f.again({ latest_seq: 9 })
  next.say(message(1, { from_user: 'alice', to_user: 'bob' }))
  next.say(message(2))
  next.drop(1006)
  const third = await f.again({ latest_seq: 9 })
  assert.deepEqual(third.last(1002).payload['resume'], { epoch: 'e1', last_seq: 0 })
  for (const seq of [1, 2, 3, 4]) third.say(message(seq, seq === 1 ? { from_user: 'alice', to_user: 'bob' } : {}))
  assert.deepEqual(f.contents, ['text 1', 'text 2', 'text 3', 'text 4'])
})

test('a message of the own other device comes at once', async () => {
  const f = new Fixture()
  const socket = await f.online()
  void f.client.send('bob', 'from here')
  await settle()
  socket.say(message(1, { from_user: 'alice', to_user: 'bob', content: 'from the phone' }))
  assert.deepEqual(f.contents, ['from the phone'])
})

test('a saved position is that of the store', async () => {
  const values = new Map<string, string>()
  const storage = {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key)
  }
  const f = new Fixture({ store: storageSessions(storage, 'mine') })
  const socket = await f.online()
  socket.say(message(1))
  await f.timers.advance(1_000)
  assert.deepEqual((JSON.parse(values.get('mine')!) as SavedSession).position, { epoch: 'e1', last_seq: 1 })
})

/** A message of a gateway that is too old to have epochs. */
function older(seq: number) {
  const { data, ...frame } = message(seq) as { cmd_id: number; data: Record<string, unknown> }
  const { epoch: _, ...rest } = data
  return { ...frame, data: rest }
}

test('a gateway without epochs: messages are delivered once, and acknowledged without one', async () => {
  const f = new Fixture()
  const socket = await f.online({ epoch: undefined as never })
  for (const seq of [4, 5, 5]) socket.say(older(seq))
  assert.deepEqual(f.contents, ['text 4', 'text 5'])
  await f.timers.advance(1_000)
  assert.deepEqual(socket.last(2004).payload, { inbox_seq: 5 })
  assert.deepEqual(f.errors, [])
})

test('a gateway without epochs is not asked to resume, and its numbers may begin anew', async () => {
  let saved: SavedSession | undefined
  const store = { load: () => saved, save: (session: SavedSession | undefined) => void (saved = structuredClone(session)) }
  const f = new Fixture({ store })
  const socket = await f.online({ epoch: undefined as never })
  socket.say(older(4))
  await f.timers.advance(1_000)
  assert.equal(saved?.position, undefined)
  socket.drop(1006)
  const next = await f.again({ epoch: undefined as never })
  assert.equal(next.last(1002).payload['resume'], undefined)
  next.say(older(1))
  assert.deepEqual(f.contents, ['text 4', 'text 1'])
  await f.timers.advance(1_000)
  assert.deepEqual(next.last(2004).payload, { inbox_seq: 1 })
  assert.deepEqual(f.values('gap'), [])
})

test('a gateway that has learnt epochs is not told of a position without one', async () => {
  const f = new Fixture()
  const socket = await f.online({ epoch: undefined as never })
  socket.say(older(4))
  await f.timers.advance(1_000)
  socket.drop(1006)
  const next = await f.again({ latest_seq: 4 })
  assert.equal(next.last(1002).payload['resume'], undefined)
  await f.timers.advance(1_000)
  assert.equal(next.requests(2004).length, 0)
  next.say(message(5))
  assert.deepEqual(f.contents, ['text 4', 'text 5'])
})

test('a saved position without an epoch is not asked for', async () => {
  const saved = { position: { last_seq: 3 } as never, tokens: { token: 't', refresh_token: 'r' } }
  const f = new Fixture({ store: { load: () => saved, save: () => {} } })
  void f.client.connect().catch(() => {})
  await settle()
  const socket = await f.grant({ latest_seq: 9 })
  assert.equal(socket.last(1002).payload['resume'], undefined)
})
