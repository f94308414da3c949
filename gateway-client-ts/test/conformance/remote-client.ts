import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import type { SavedSession } from '../../src/index.js'

/** The command line of a client in another language; absent: the client of this package is under test. */
export const CLIENT = process.env['CLIENT']
/** Steps that it cannot perform. */
export const WITHOUT = (process.env['WITHOUT'] ?? '').split(',').filter(Boolean)

const PATIENCE_MS = 5_000

interface Answer {
  resolve(value: unknown): void
  reject(error: unknown): void
}

/** A client in another language: a program that reads and writes a JSON object a line, as conformance/README.md says. */
export class RemoteClient {
  state: { status: string } = { status: 'starting' }
  unsent: unknown[] = []
  private readonly program: ChildProcessByStdio<Writable, Readable, null>
  private readonly listeners: [string, (value: never) => void][] = []
  private readonly answers = new Map<number, Answer>()
  private next = 1

  /**
   * @param start what it is told first
   * @param saved keeps its session
   */
  constructor(
    command: string,
    start: object,
    private readonly saved: (session: SavedSession | undefined) => void = () => {}
  ) {
    this.program = spawn(command, { shell: true, stdio: ['pipe', 'pipe', 'inherit'] })
    this.program.stdin.on('error', () => {})
    this.program.on('exit', (code) => this.gone(`it has ended with ${code}`))
    createInterface({ input: this.program.stdout }).on('line', (line) => this.heard(line))
    this.tell({ do: 'start', ...start })
  }

  private gone(why: string): void {
    this.state = { status: why }
    for (const { reject } of this.answers.values()) reject(new Error(why))
    this.answers.clear()
  }

  private heard(line: string): void {
    const said = JSON.parse(line) as { event?: string; id?: number; ok?: unknown; error?: { code?: unknown } } & Record<string, unknown>
    const { event, id } = said
    if (id !== undefined) {
      const answer = this.answers.get(id)
      this.answers.delete(id)
      if ('error' in said) answer?.reject(Object.assign(new Error(JSON.stringify(said.error)), said.error))
      else answer?.resolve(said.ok)
      return
    }
    if (event === 'state') this.state = said as never
    else if (event === 'unsent') this.unsent = Array.from({ length: said['count'] as number })
    else if (event === 'saved') this.saved((said['session'] as SavedSession | null) ?? undefined)
    for (const [name, listener] of this.listeners) if (name === event) listener(said as never)
  }

  tell(order: object): void {
    this.program.stdin.write(JSON.stringify(order) + '\n')
  }

  private ask(order: object): Promise<unknown> {
    const id = this.next++
    const answer = new Promise((resolve, reject) => this.answers.set(id, { resolve, reject }))
    answer.catch(() => {})
    this.tell({ ...order, id })
    return answer
  }

  on(event: string, listener: (value: never) => void): void {
    this.listeners.push([event, listener])
  }

  connect(credentials?: object): Promise<unknown> {
    return this.ask({ do: 'connect', ...credentials })
  }

  /** Ends the program, too: whoever comes back is a new one. */
  async disconnect(): Promise<void> {
    const late = setTimeout(() => this.program.kill('SIGKILL'), PATIENCE_MS)
    await this.ask({ do: 'disconnect' }).catch(() => {})
    this.program.stdin.end()
    if (this.program.exitCode === null) this.program.once('exit', () => clearTimeout(late))
    else clearTimeout(late)
  }

  logout(): Promise<unknown> {
    return this.ask({ do: 'logout' })
  }

  send(to_user: string, content: string): Promise<unknown> {
    return this.ask({ do: 'send', to_user, content })
  }

  devices(): Promise<unknown> {
    return this.ask({ do: 'devices' })
  }

  history(chat_id: string): Promise<unknown> {
    return this.ask({ do: 'history', chat_id })
  }
}
