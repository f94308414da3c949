import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { JAR } from '../conformance/gateway-process.js'

/** The program without a configuration, as somebody starts it who tries it for the first time. */
export class DemoProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    readonly webSocketPort: number,
    /** The links that it prints, by user. */
    readonly links: ReadonlyMap<string, string>,
    readonly passwords: ReadonlyMap<string, string>
  ) {}

  static async start(): Promise<DemoProcess> {
    const child = spawn('java', ['-Xmx256m', '-XX:TieredStopAtLevel=1', '-jar', JAR, '--websocket-port', '0', '--http-port', '0'], {
      stdio: ['ignore', 'pipe', 'pipe']
    })
    let output = ''
    await new Promise<void>((resolve, reject) => {
      const read = (chunk: Buffer) => {
        output += chunk.toString()
        if (output.includes('Ctrl-C stops')) resolve()
      }
      child.stdout.on('data', read)
      child.stderr.on('data', read)
      child.once('exit', (code) => reject(new Error(`the demo ended with ${code}: ${output}`)))
    })
    const links = new Map([...output.matchAll(/(http:\S+#(\w+):\S+)/g)].map(([, link, user]) => [user!, link!]))
    const passwords = new Map([...output.matchAll(/user (\S+)\s+password (\S+)/g)].map(([, user, password]) => [user!, password!]))
    const port = Number(/ws:\/\/127\.0\.0\.1:(\d+)\/ws/.exec(output)?.[1])
    return new DemoProcess(child, new URL('/', links.get('alice')).href, port, links, passwords)
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM')
    await once(this.child, 'exit')
  }
}
