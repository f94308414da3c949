import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'

/** The program that the scenarios run against. */
export const JAR = path.resolve(process.env['GATEWAY_JAR'] ?? '../examples/standalone/target/gateway-standalone.jar')

const JVM = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-jar', JAR]
const PASSWORD = 'of the conformance scenarios'
const USERS = ['alice', 'bob', 'admin']

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** A gateway in a process of its own, which can be killed and started again with the same users, keys and ports. */
export class GatewayProcess {
  private child: ChildProcess | undefined

  private constructor(
    private readonly directory: string,
    readonly webSocketPort: number,
    readonly httpPort: number
  ) {}

  /**
   * @param sections of gateway_config.json
   * @param moreUsers ids, which are their names, too
   */
  static async start(sections: Record<string, object> = {}, moreUsers: string[] = []): Promise<GatewayProcess> {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'gateway-conformance-'))
    const [websocket_port, http_port] = [await freePort(), await freePort()]
    const password_hash = execFileSync('java', [...JVM, 'hash-password'], { input: PASSWORD + '\n' }).toString().trim().split('\n').pop()
    const users = [...USERS, ...moreUsers].map((name) => ({ user_id: name, username: name, password_hash, roles: name === 'admin' ? ['admin'] : [] }))
    fs.writeFileSync(path.join(directory, 'users.json'), JSON.stringify(users), { mode: 0o600 })
    const gateway = new GatewayProcess(directory, websocket_port, http_port)
    gateway.configure(sections)
    await gateway.run()
    return gateway
  }

  /** Writes gateway_config.json again, which the gateway reads with its next start or reload. */
  configure(sections: Record<string, object>): void {
    const config = {
      ...sections,
      server: { host: '127.0.0.1', websocket_port: this.webSocketPort, http_port: this.httpPort, drain_seconds: 1, ...sections['server'] },
      auth: { jwt_secret: 'a secret of the conformance scenarios', users_file: 'users.json', ...sections['auth'] }
    }
    this.write('gateway_config.json', JSON.stringify(config))
  }

  /** Writes a file beside gateway_config.json. */
  write(name: string, content: string): void {
    fs.writeFileSync(path.join(this.directory, name), content, { mode: 0o600 })
  }

  /** Starts the process, and waits until it is ready. */
  async run(): Promise<void> {
    const child = (this.child = spawn('java', [...JVM, '--config', path.join(this.directory, 'gateway_config.json')], {
      cwd: this.directory,
      stdio: ['ignore', 'pipe', 'pipe']
    }))
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-20_000)))
    child.stderr.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-20_000)))
    for (const end = Date.now() + 60_000; ; ) {
      if (child.exitCode !== null) throw new Error(`the gateway ended with ${child.exitCode}: ${output}`)
      if (Date.now() > end) throw new Error(`the gateway is not ready: ${output}`)
      const ready = await fetch(`${this.apiUrl}/system/health/ready`).then(({ ok }) => ok, () => false)
      if (ready) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  get url(): string {
    return `ws://127.0.0.1:${this.webSocketPort}/ws`
  }

  get apiUrl(): string {
    return `http://127.0.0.1:${this.httpPort}/api`
  }

  credentials(name: string): { username: string; password: string } {
    return { username: name, password: PASSWORD }
  }

  async call(path: string, body: object, token?: string): Promise<Record<string, unknown>> {
    const response = await fetch(this.apiUrl + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(token !== undefined && { Authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body)
    })
    const answer = (await response.json()) as Record<string, unknown>
    if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`)
    return answer
  }

  /** Calls as the administrator. */
  async administer(path: string, body: object): Promise<Record<string, unknown>> {
    const { token } = await this.call('/auth/login', { ...this.credentials('admin'), platform: 'admin' })
    return this.call(path, body, String(token))
  }

  /** Ends the process without a word to anybody. */
  async kill(): Promise<void> {
    await this.end('SIGKILL')
  }

  /** Stops it, and removes its files. */
  async stop(): Promise<void> {
    await this.end('SIGTERM')
    fs.rmSync(this.directory, { recursive: true, force: true })
  }

  async terminate(): Promise<void> {
    await this.end('SIGTERM')
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }
}
