import assert from 'node:assert/strict'
import { test } from 'node:test'
import WebSocket from 'ws'
import { GatewayClient, type ClientOptions } from '../../src/index.js'
import { FaultProxy, type Faults } from './fault-proxy.js'
import { GatewayProcess } from './gateway-process.js'
import { CLIENT, RemoteClient } from './remote-client.js'

const CUTS = Number(process.env['CUTS'] ?? 1_000)
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000)

/** Mulberry32: the same cuts for the same seed. */
function randomOf(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

function clientOf(options: ClientOptions): GatewayClient {
  if (!CLIENT) return new GatewayClient(options)
  const { apiUrl, environment: _own, ...start } = options
  return new RemoteClient(CLIENT, { ...start, api_url: apiUrl, session: null }) as unknown as GatewayClient
}

test(`${CUTS} random cuts lose and double nothing (SEED=${SEED})`, { timeout: 900_000 }, async (t) => {
  t.diagnostic(`seed ${SEED}`)
  const random = randomOf(SEED)
  const gateway = await GatewayProcess.start()
  const proxy = await FaultProxy.start(gateway.webSocketPort)
  let cuts = 0
  proxy.always = (): Faults => {
    if (cuts >= CUTS) return {}
    cuts++
    const bytes = 1 + Math.floor(random() * 4_000)
    return random() < 0.5 ? { cutAfterServerBytes: bytes } : { cutAfterClientBytes: bytes }
  }
  const people = ['alice', 'bob'] as const
  const received: Record<string, string[]> = { alice: [], bob: [] }
  const gaps: unknown[] = []
  const doubled: string[] = []
  const clients = people.map((name) => {
    const client = clientOf({
      url: proxy.url,
      apiUrl: gateway.apiUrl,
      platform: 'desktop',
      backoff: { firstMs: 5, maxMs: 10, stableMs: 100_000 },
      liveness: { openMs: 5_000, heartbeatMs: 1_000, replyMs: 2_000, probeMs: 2_000 },
      environment: { WebSocket: WebSocket as never }
    })
    const ids = new Set<string>()
    client.on('message', ({ message_id, from_user, content }) => {
      if (ids.has(message_id)) doubled.push(message_id)
      ids.add(message_id)
      if (from_user !== name) received[name]!.push(content)
      else doubled.push(`own copy: ${content}`)
    })
    client.on('gap', (gap) => gaps.push(gap))
    return client
  })
  try {
    await Promise.all(clients.map((client, i) => client.connect(gateway.credentials(people[i]!))))
    const sent: Record<string, string[]> = { alice: [], bob: [] }
    let open = 0
    for (let i = 0; cuts < CUTS || i % 50 !== 0; i++) {
      for (const [index, client] of clients.entries()) {
        const text = `${people[index]} ${i}`
        sent[people[index]!]!.push(text)
        open++
        void client.send(people[1 - index]!, text).then(() => open--)
      }
      while (open > 40) await new Promise((resolve) => setTimeout(resolve, 2))
      // Cuts come by bytes; a line that is silent would wait for the heartbeat.
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    for (const end = Date.now() + 60_000; Date.now() < end; ) {
      if (open === 0 && received['alice']!.length >= sent['bob']!.length && received['bob']!.length >= sent['alice']!.length) break
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    t.diagnostic(`${cuts} cuts, ${proxy.connections} connections, ${sent['alice']!.length + sent['bob']!.length} messages`)
    assert.deepEqual(gaps, [])
    assert.deepEqual(doubled, [])
    assert.deepEqual(received['alice'], sent['bob'])
    assert.deepEqual(received['bob'], sent['alice'])
  } finally {
    clients.forEach((client) => client.disconnect())
    await proxy.stop()
    await gateway.stop()
  }
})
