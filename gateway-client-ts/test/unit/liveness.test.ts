import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fixture, message, settle } from './fakes.js'

test('silence is answered by a heartbeat', async () => {
  const f = new Fixture()
  const socket = await f.online()
  await f.timers.advance(24_000)
  assert.equal(socket.requests(3001).length, 0)
  await f.timers.advance(6_000)
  assert.equal(socket.requests(3001).length, 1)
  socket.answer(3001)
  await f.timers.advance(60_000)
  assert.ok(socket.requests(3001).length >= 2)
})

test('a connection with traffic needs no heartbeat', async () => {
  const f = new Fixture()
  const socket = await f.online()
  for (let seq = 1; seq <= 20; seq++) {
    socket.say(message(seq))
    await f.timers.advance(10_000)
  }
  assert.equal(socket.requests(3001).length, 0)
})

test('a dead connection is found and replaced', async () => {
  const f = new Fixture()
  const dead = await f.online()
  await f.timers.advance(36_000)
  assert.equal(dead.closed, 1000)
  await f.again()
  assert.equal(f.client.state.status, 'online')
  // What the dead one says later is heard by nobody.
  dead.say(message(1))
  dead.drop(4410)
  assert.deepEqual(f.contents, [])
  assert.equal(f.client.state.status, 'online')
})

test('any sign of life after a heartbeat counts', async () => {
  const f = new Fixture()
  const socket = await f.online()
  await f.timers.advance(26_000)
  assert.equal(socket.requests(3001).length, 1)
  await f.timers.advance(8_000)
  socket.say(message(1))
  await f.timers.advance(20_000)
  assert.equal(f.sockets.length, 1)
})

test('after a sleep the connection is examined at once', async () => {
  const f = new Fixture()
  const socket = await f.online()
  f.timers.sleep(3_600_000)
  await f.timers.advance(5_000)
  assert.equal(socket.requests(3001).length, 1)
  await f.timers.advance(4_000)
  assert.equal(socket.closed, 1000)
  assert.equal(f.client.state.status, 'waiting')
})

test('a connection that survived a sleep stays', async () => {
  const f = new Fixture()
  const socket = await f.online()
  f.timers.sleep(3_600_000)
  await f.timers.advance(5_000)
  socket.answer(3001)
  await f.timers.advance(20_000)
  assert.equal(f.sockets.length, 1)
})

test('a clock that is set back or forward breaks nothing', async () => {
  const f = new Fixture()
  const socket = await f.online()
  for (const ms of [-86_400_000, 86_400_000, -3_600_000]) {
    f.timers.sleep(ms)
    for (let i = 0; i < 30; i++) {
      await f.timers.advance(5_000)
      if (socket.requests(3001).length) socket.answer(3001)
    }
  }
  assert.equal(f.sockets.length, 1)
  assert.equal(f.client.state.status, 'online')
})

test('a page that is visible again examines its connection', async () => {
  const f = new Fixture()
  const socket = await f.online()
  f.wake()
  assert.equal(socket.requests(3001).length, 1)
  await f.timers.advance(4_000)
  assert.equal(socket.closed, 1000)
})

test('timers that come once a minute close no living connection', async () => {
  const f = new Fixture()
  const socket = await f.online()
  for (let i = 0; i < 10; i++) {
    await f.timers.late(60_000)
    socket.answer(3001)
    await settle()
  }
  assert.equal(f.sockets.length, 1)
})

test('timers that come once a minute find a dead connection', async () => {
  const f = new Fixture()
  const socket = await f.online()
  for (let i = 0; i < 5 && socket.closed === undefined; i++) {
    await f.timers.late(60_000)
  }
  assert.equal(socket.closed, 1000)
})

test('frames that are none are passed over', async () => {
  const f = new Fixture()
  const socket = await f.online()
  for (const text of ['', '{', 'null', '[]', '{"cmd_id":"x"}', '7', '{"cmd_id":2003}', '{"cmd_id":2003,"data":"null"}', '{"cmd_id":4005}', '{"cmd_id":4004,"data":"[]"}']) {
    socket.raw(text)
  }
  socket.say(message(1))
  assert.deepEqual(f.contents, ['text 1'])
  assert.deepEqual(f.errors, [])
})
