import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { FaultProxy } from '../conformance/fault-proxy.js'
import { GatewayProcess } from '../conformance/gateway-process.js'
import { Project } from '../package/project.js'

/** The program, where npm has one for this machine or somebody has installed it. */
function deno(): string | undefined {
  const packages = fs.existsSync('node_modules/@deno') ? fs.readdirSync('node_modules/@deno').map((name) => path.resolve('node_modules/@deno', name, 'deno')) : []
  return [process.env['DENO'], ...packages, 'deno'].find((program) => {
    try {
      return program && execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).startsWith('deno 2')
    } catch {
      return false
    }
  })
}

const program = deno()

test('the package in Deno: log in, talk, cut and resume; as JSON, CBOR and events', { timeout: 180_000, skip: !program && 'there is no Deno for this machine: npm has none, and DENO names none' }, async () => {
  const project = Project.create()
  const gateway = await GatewayProcess.start({ server: { events_enabled: true } })
  const proxy = await FaultProxy.start(gateway.webSocketPort)
  let cuts = 0
  proxy.always = () => (cuts++ % 4 === 3 ? {} : { cutAfterServerBytes: 2_000 + 500 * (cuts % 4) })
  try {
    project.write('talk.js', fs.readFileSync('test/platforms/talk.js', 'utf8'))
    const where = { url: gateway.url, proxyUrl: proxy.url, apiUrl: gateway.apiUrl, alice: gateway.credentials('alice'), bob: gateway.credentials('bob') }
    // It may reach this machine's ports, and nothing else: no files, no environment, no download.
    const flags = ['run', '--no-prompt', '--no-remote', '--node-modules-dir=manual', '--allow-net=127.0.0.1']
    const env = { PATH: process.env['PATH'], HOME: project.folder, DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' }
    const { stdout } = await promisify(execFile)(program!, [...flags, 'talk.js', JSON.stringify(where)], { cwd: project.folder, env, timeout: 150_000 })
    const lines = stdout.trim().split('\n').map((line) => JSON.parse(line) as object)
    const expected = { equal: true, stored: 40, resumed: true, history: 1, refused: 401 }
    assert.deepEqual(lines, ['json', 'cbor', 'events'].map((name) => ({ name, ...expected })))
  } finally {
    await proxy.stop()
    await gateway.stop()
    project.remove()
  }
})
