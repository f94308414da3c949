import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SavedSession } from '../../src/index.js'
import { TabsClient, type ChannelLike, type LocksLike } from '../../src/tabs.js'
import { FakeSocket, LOGIN, ManualTimers, message, sentAs, settle } from './fakes.js'

/** A browser whose tabs are closed without notice. */
class Browser {
  readonly timers = new ManualTimers()
  readonly sockets: FakeSocket[] = []
  private saved: SavedSession | undefined
  private readonly channels = new Set<ChannelLike & { tab: object }>()
  private readonly queue: { tab: object; task: () => Promise<void> }[] = []
  private ids = 0

  tab(): { client: TabsClient; messages: string[]; kill: () => Promise<void> } {
    const tab = {}
    const { sockets, channels } = this
    const mine: FakeSocket[] = []
    const locks: LocksLike = {
      request: (_, task) => {
        this.queue.push({ tab, task })
        if (this.queue.length === 1) this.lead()
        return new Promise(() => {})
      }
    }
    const client = new TabsClient({
      name: 'alice',
      url: 'ws://gateway.test/ws',
      platform: 'web',
      store: { load: () => this.saved, save: (session) => void (this.saved = structuredClone(session)) },
      locks,
      channel: () => {
        const channel: ChannelLike & { tab: object } = {
          tab,
          onmessage: null,
          postMessage: (note) => {
            const data = structuredClone(note)
            for (const other of channels) {
              if (other !== channel) queueMicrotask(() => channels.has(other) && other.onmessage?.({ data } as never))
            }
          },
          close: () => void channels.delete(channel)
        }
        channels.add(channel)
        return channel
      },
      environment: {
        WebSocket: class extends FakeSocket {
          constructor(url: string, protocols: string[]) {
            super(url, protocols)
            sockets.push(this)
            mine.push(this)
          }
        },
        timers: this.timers,
        random: () => 0,
        newId: () => `tab-${++this.ids}`,
        wake: { subscribe: () => () => {} }
      }
    })
    const messages: string[] = []
    client.on('message', ({ content }) => messages.push(content))
    const kill = async () => {
      for (const channel of channels) if (channel.tab === tab) channels.delete(channel)
      for (const socket of mine) socket.onopen = socket.onmessage = socket.onclose = null
      const led = this.queue[0]?.tab === tab
      this.queue.splice(0, this.queue.length, ...this.queue.filter((one) => one.tab !== tab))
      if (led) this.lead()
      await settle()
    }
    return { client, messages, kill }
  }

  /** The first in the queue has the lock until its task ends. */
  private lead(): void {
    const [first] = this.queue
    void Promise.resolve()
      .then(() => first?.task())
      .then(() => {
        if (!first || this.queue[0] !== first) return
        this.queue.shift()
        this.lead()
      })
  }

  async grant(resume: object = {}): Promise<FakeSocket> {
    const socket = this.sockets[this.sockets.length - 1]!
    socket.open()
    await settle()
    const resumed = { epoch: 'e1', from_seq: 1, latest_seq: 0, gap: false, ...resume }
    socket.answer(socket.sent[0]!.cmd_id, { ...LOGIN, resume: resumed })
    await settle()
    return socket
  }
}

test('all tabs share one connection', async () => {
  const browser = new Browser()
  const [one, two] = [browser.tab(), browser.tab()]
  const connected = two.client.connect({ username: 'alice', password: 'secret' })
  await settle()
  const socket = await browser.grant()
  assert.equal((await connected).user_id, 'alice')
  assert.equal(browser.sockets.length, 1)
  assert.deepEqual([one.client.isLeader, two.client.isLeader], [true, false])
  assert.equal(two.client.state.status, 'online')
  socket.say(message(1))
  await settle()
  assert.deepEqual([one.messages, two.messages], [['text 1'], ['text 1']])
})

test('every tab sends, asks and hears the outcome', async () => {
  const browser = new Browser()
  const [one, two] = [browser.tab(), browser.tab()]
  void one.client.connect({ username: 'alice', password: 'secret' })
  await settle()
  const socket = await browser.grant()
  const heard: string[] = []
  one.client.on('sent', ({ message }) => heard.push(message.content))
  const sent = two.client.send('bob', 'from two')
  await settle()
  socket.answer(2001, sentAs('m-1'))
  assert.equal((await sent).message_id, 'm-1')
  assert.deepEqual(heard, ['from two'])
  const devices = two.client.devices()
  await settle()
  socket.answer(1004, { error: 'forbidden', detail: 'no' }, 403)
  await assert.rejects(devices, { name: 'GatewayError', code: 403, error: 'forbidden' })
})

test('a tab that comes later knows the state', async () => {
  const browser = new Browser()
  void browser.tab().client.connect({ username: 'alice', password: 'secret' })
  await settle()
  await browser.grant()
  const late = browser.tab()
  await settle()
  assert.equal(late.client.state.status, 'online')
})

test('when the leading tab is closed another one resumes', async () => {
  const browser = new Browser()
  const [one, two, three] = [browser.tab(), browser.tab(), browser.tab()]
  void one.client.connect({ username: 'alice', password: 'secret' })
  await settle()
  const socket = await browser.grant()
  socket.say(message(1))
  await settle()
  await one.kill()
  assert.equal(browser.sockets.length, 2)
  // The one that was closed had not saved that it delivered message 1: nobody gets it twice.
  const next = await browser.grant({ latest_seq: 2 })
  next.say(message(1))
  next.say(message(2))
  await settle()
  assert.deepEqual([two.messages, three.messages], [['text 1', 'text 2'], ['text 1', 'text 2']])
  assert.equal(two.client.isLeader, true)
})

test('a message that the closed tab was sending is not lost and not doubled', async () => {
  const browser = new Browser()
  const [one, two] = [browser.tab(), browser.tab()]
  void one.client.connect({ username: 'alice', password: 'secret' })
  await settle()
  const socket = await browser.grant()
  const sent = two.client.send('bob', 'hi')
  await settle()
  const first = socket.last(2001).payload
  await one.kill()
  const next = await browser.grant()
  assert.deepEqual(next.requests(2001).map(({ payload }) => payload), [first])
  next.answer(2001, sentAs('m-1'))
  assert.equal((await sent).message_id, 'm-1')
})

test('a call that must not be repeated fails when the leading tab is closed', async () => {
  const browser = new Browser()
  const [one, two] = [browser.tab(), browser.tab()]
  void one.client.connect({ username: 'alice', password: 'secret' })
  await settle()
  await browser.grant()
  const call = assert.rejects(two.client.request(5001 as number, {}), { error: 'connection_lost' })
  await settle()
  await one.kill()
  await call
})

test('a stopped session stays stopped in the next leading tab', async () => {
  const browser = new Browser()
  const [one, two] = [browser.tab(), browser.tab()]
  void one.client.connect({ username: 'alice', password: 'secret' }).catch(() => {})
  await settle()
  const socket = await browser.grant()
  socket.drop(4410)
  await settle()
  assert.deepEqual(two.client.state, { status: 'stopped', reason: 'kicked' })
  await one.kill()
  await browser.timers.advance(60_000)
  assert.equal(browser.sockets.length, 1)
})

test('a tab that leaves hands the connection over', async () => {
  const browser = new Browser()
  const [one, two] = [browser.tab(), browser.tab()]
  void one.client.connect({ username: 'alice', password: 'secret' })
  await settle()
  await browser.grant()
  one.client.close()
  await assert.rejects(one.client.devices(), { error: 'stopped' })
  await settle()
  assert.notEqual(two.client.state.status, 'stopped')
})

test('without locks each tab has its own connection', async () => {
  const timers = new ManualTimers()
  const sockets: FakeSocket[] = []
  const client = new TabsClient({
    name: 'alice',
    url: 'ws://gateway.test/ws',
    platform: 'web',
    store: { load: () => undefined, save: () => {} },
    environment: {
      WebSocket: class extends FakeSocket {
        constructor(url: string, protocols: string[]) {
          super(url, protocols)
          sockets.push(this)
        }
      },
      timers
    }
  })
  void client.connect({ username: 'alice', password: 'secret' }).catch(() => {})
  await settle()
  assert.equal(client.isLeader, true)
  assert.equal(sockets.length, 1)
  client.close()
})
