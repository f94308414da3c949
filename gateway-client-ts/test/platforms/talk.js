// Runs in a runtime other than Node, on nothing but the package: node:test of this repository plans the faults.
// Argument: where the gateway and its proxy are. Writes a line for each way.
import { chatIdOf, GatewayClient } from '@mychat/gateway-client'
import { withCbor } from '@mychat/gateway-client/cbor'
import { EventConnection } from '@mychat/gateway-client/sse'

const { url, proxyUrl, apiUrl, alice, bob } = JSON.parse(globalThis.Deno.args[0])
const MESSAGES = 40

const ways = {
  json: { url: proxyUrl },
  cbor: { url: proxyUrl, WebSocket: withCbor() },
  events: { url, ...events() }
}

/** Streams that end when they are cut. */
function events() {
  const streams = new Set()
  const cuttable = (address, init) => {
    const cutter = new AbortController()
    if (init.method === 'GET') streams.add(cutter)
    init.signal?.addEventListener('abort', () => cutter.abort())
    return fetch(address, { ...init, signal: cutter.signal })
  }
  class Events extends EventConnection {
    constructor() {
      super({ eventsUrl: apiUrl + '/events', fetch: cuttable })
    }
  }
  return { WebSocket: Events, cut: () => streams.forEach((stream) => stream.abort()) }
}

function clientOf(platform, address, WebSocket) {
  const backoff = { firstMs: 20, maxMs: 200, stableMs: 200 }
  return new GatewayClient({ url: address, apiUrl, platform, backoff, ...(WebSocket && { environment: { WebSocket } }) })
}

async function until(condition) {
  for (const end = Date.now() + 30_000; !condition(); ) {
    if (Date.now() > end) throw new Error('it did not happen')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

for (const [name, { url: address, WebSocket, cut }] of Object.entries(ways)) {
  const [hers, his] = [clientOf('web', address, WebSocket), clientOf('desktop', url)]
  const received = []
  let connections = 0
  hers.on('message', ({ from_user, content }) => from_user === 'bob' && received.push(content))
  hers.on('state', ({ status }) => status === 'online' && connections++)
  hers.on('gap', () => received.push('a gap'))
  await Promise.all([hers.connect(alice), his.connect(bob)])
  const sent = []
  const stored = []
  for (let i = 0; i < MESSAGES; i++) {
    sent.push(`${name} ${i} 你好 😀`)
    await his.send('alice', sent[i])
    stored.push(hers.send('bob', `${name} ${i}`))
    if (i % 10 === 5) cut?.()
  }
  const ids = (await Promise.all(stored)).map(({ message_id }) => message_id)
  await until(() => received.length >= MESSAGES)
  const { messages } = await hers.history(chatIdOf('alice', 'bob'), { limit: 1 })
  const refused = await clientOf('web', url).connect({ ...alice, password: 'wrong' }).catch(({ code }) => code)
  hers.disconnect()
  his.disconnect()
  const equal = JSON.stringify(received) === JSON.stringify(sent)
  console.log(JSON.stringify({ name, equal, stored: new Set(ids).size, resumed: connections > 1, history: messages.length, refused }))
}
// What is left open must not keep the process.
