import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { Project } from './project.js'

const root = process.cwd()
const bin = (script: string) => path.join(root, 'node_modules', script)
let project: Project
const run = (program: string, ...args: string[]) => project.run(program, ...args)
const write = (name: string, text: string) => project.write(name, text)

before(() => {
  project = Project.create()
})

after(() => project?.remove())

test('the package has what users need and nothing else', () => {
  const files = execFileSync('find', ['.', '-type', 'f'], { cwd: project.of('@mychat/gateway-client'), encoding: 'utf8' })
  const modules = fs.readdirSync('src').map((name) => name.replace('.ts', '.d.ts'))
  const expected = ['LICENSE', 'README.md', 'README.zh-CN.md', 'package.json']
  for (const form of ['esm', 'cjs']) {
    for (const name of ['index.js', 'tabs.js', 'sse.js', 'cbor.js', 'package.json', ...modules]) expected.push(`dist/${form}/${name}`)
  }
  assert.deepEqual(files.trim().split('\n').map((name) => name.slice(2)).sort(), expected.sort())
})

test('the licence is that of the project', () => {
  assert.equal(fs.readFileSync('LICENSE', 'utf8'), fs.readFileSync('../LICENSE', 'utf8'))
})

test('there are no dependencies, and the lock names no registry', () => {
  const manifest = JSON.parse(fs.readFileSync('package.json', 'utf8')) as Record<string, unknown>
  assert.equal(manifest['dependencies'], undefined)
  assert.equal(manifest['peerDependencies'], undefined)
  assert.ok(!fs.readFileSync('package-lock.json', 'utf8').includes('"resolved"'))
})

const PROGRAM = `
  if (typeof GatewayClient !== 'function' || typeof TabsClient !== 'function') throw new Error('not there')
  const tabs = new TabsClient({ name: 'x', url: 'ws://127.0.0.1:9/ws', platform: 'web', store: { load() {}, save() {} }, locks: { request: () => new Promise(() => {}) }, channel: () => ({ postMessage() {}, close() {} }) })
  const refused = tabs.devices()
  tabs.close()
  refused.catch((error) => console.log(error instanceof GatewayError, chatIdOf('b', 'a')))`

test('a project of ES modules imports it', () => {
  write('esm.mjs', `import { chatIdOf, GatewayClient, GatewayError } from '@mychat/gateway-client'
  import { TabsClient } from '@mychat/gateway-client/tabs'
  ${PROGRAM}`)
  assert.equal(run(process.execPath, 'esm.mjs').trim(), 'true dm:a:b')
})

test('a project of CommonJS requires it', () => {
  write('cjs.cjs', `const { chatIdOf, GatewayClient, GatewayError } = require('@mychat/gateway-client')
  const { TabsClient } = require('@mychat/gateway-client/tabs')
  ${PROGRAM}`)
  assert.equal(run(process.execPath, 'cjs.cjs').trim(), 'true dm:a:b')
})

const TYPED = `
  declare module '@mychat/gateway-client' {
    interface CommandTypes { 5001: { request: { order: string }; reply: { status: string } } }
  }
  const client = new GatewayClient({ url: 'ws://127.0.0.1/ws', platform: 'web' })
  client.on('message', ({ content }) => content.toUpperCase())
  export const status: Promise<string> = client.request(5001, { order: 'o-1' }).then((reply) => reply.status)
  // @ts-expect-error this command has no such request
  void client.request(5001, { orders: 1 })
  // @ts-expect-error there is no such event
  client.on('massage', () => {})
  export const tabs: TabsClient | undefined = undefined`

test('both forms have their types', () => {
  write('typed.mts', `import { GatewayClient } from '@mychat/gateway-client'
  import type { TabsClient } from '@mychat/gateway-client/tabs'
  ${TYPED}`)
  write('transports.mts', `import { GatewayClient } from '@mychat/gateway-client'
  import { withFallback } from '@mychat/gateway-client/sse'
  import { decode, withCbor } from '@mychat/gateway-client/cbor'
  const WebSocket = withFallback({ eventsUrl: 'http://127.0.0.1/api/events', WebSocket: withCbor() })
  export const client = new GatewayClient({ url: 'ws://127.0.0.1/ws', platform: 'web', environment: { WebSocket } })
  export const value = decode(new Uint8Array())`)
  write('typed.cts', `import { GatewayClient } from '@mychat/gateway-client'
  import type { TabsClient } from '@mychat/gateway-client/tabs'
  ${TYPED}`)
  const compilerOptions = { noEmit: true, strict: true, module: 'nodenext', target: 'es2022', lib: ['es2022', 'dom'], types: [] }
  write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['typed.mts', 'typed.cts', 'transports.mts'] }))
  run(process.execPath, bin('typescript/bin/tsc'), '-p', 'tsconfig.json')
})

test('Vite bundles it, and only what is used', () => {
  write('index.html', '<!doctype html><script type="module" src="/main.js"></script>')
  const bundle = (program: string): string => {
    write('main.js', program)
    run(process.execPath, bin('vite/bin/vite.js'), 'build', '--logLevel', 'error')
    const [asset] = fs.readdirSync(path.join(project.folder, 'dist/assets'))
    return fs.readFileSync(path.join(project.folder, 'dist/assets', asset!), 'utf8')
  }
  assert.match(bundle("import { GatewayClient } from '@mychat/gateway-client'; document.x = GatewayClient"), /mychat\.v1\.json/)
  const sse = bundle("import { withFallback } from '@mychat/gateway-client/sse'; document.x = withFallback")
  assert.match(sse, /text\/event-stream/)
  assert.doesNotMatch(sse, /mychat\.v1/)
  const cbor = bundle("import { withCbor } from '@mychat/gateway-client/cbor'; document.x = withCbor")
  assert.match(cbor, /mychat\.v1\.cbor/)
  assert.doesNotMatch(cbor, /mychat\.v1\.json|event-stream/)
  const small = bundle("import { chatIdOf } from '@mychat/gateway-client'; document.title = chatIdOf('a', 'b')")
  assert.doesNotMatch(small, /mychat\.v1\.json/)
  assert.ok(small.length < 3_000, `${small.length} bytes`)
})
