import net from 'node:net'
import { ClientRewriter, fromServer } from './older-gateway.js'

/** A WebSocket frame of the server: unmasked. */
interface ServerFrame {
  opcode: number
  payload: Buffer
  bytes: Buffer
}

/** Cuts the stream behind the HTTP head of the upgrade into frames. */
class FrameReader {
  private buffer: Buffer = Buffer.alloc(0)
  private head = true

  /** Returns what is complete: the head as bytes, then frames. */
  take(chunk: Buffer): (Buffer | ServerFrame)[] {
    this.buffer = Buffer.concat([this.buffer, chunk])
    const parts: (Buffer | ServerFrame)[] = []
    if (this.head) {
      const end = this.buffer.indexOf('\r\n\r\n')
      if (end < 0) return parts
      parts.push(this.cut(end + 4))
      this.head = false
    }
    for (;;) {
      const frame = this.frame()
      if (!frame) return parts
      parts.push(frame)
    }
  }

  private cut(length: number): Buffer {
    const part = this.buffer.subarray(0, length)
    this.buffer = this.buffer.subarray(length)
    return part
  }

  private frame(): ServerFrame | undefined {
    const { buffer } = this
    if (buffer.length < 2) return undefined
    let length = buffer[1]! & 0x7f
    let offset = 2
    if (length === 126) {
      if (buffer.length < 4) return undefined
      length = buffer.readUInt16BE(2)
      offset = 4
    } else if (length === 127) {
      if (buffer.length < 10) return undefined
      length = Number(buffer.readBigUInt64BE(2))
      offset = 10
    }
    if (buffer.length < offset + length) return undefined
    const bytes = this.cut(offset + length)
    return { opcode: bytes[0]! & 0x0f, payload: bytes.subarray(offset), bytes }
  }
}

export function serverFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload
  const head =
    length < 126
      ? Buffer.from([0x80 | opcode, length])
      : length < 65_536
        ? Buffer.from([0x80 | opcode, 126, length >> 8, length & 0xff])
        : Buffer.concat([Buffer.from([0x80 | opcode, 127]), bigEndian(length)])
  return Buffer.concat([head, payload])
}

function bigEndian(length: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(length))
  return bytes
}

/** What happens to one connection. */
export interface Faults {
  /** Cuts when the server has sent so many bytes, the upgrade included. */
  cutAfterServerBytes?: number
  /** Cuts when the client has sent so many bytes. */
  cutAfterClientBytes?: number
  /** Swallows replies to this command, as if the connection died just before. */
  cutBeforeReply?: number
  /** Forwards each delivered message (2003) twice. */
  duplicate?: boolean
  /** The gateway is one of an older version: no resume, no epochs, no devices (404), no notices but 4001 to 4003. */
  older?: boolean
  /** Accepts, and then says nothing. */
  deaf?: boolean
  /** Refuses the connection. */
  refuse?: boolean
}

class Link {
  private server: net.Socket | undefined
  private readonly reader = new FrameReader()
  private readonly rewriter = new ClientRewriter()
  private fromServer = 0
  private fromClient = 0
  stalled = false

  constructor(
    private readonly client: net.Socket,
    target: number,
    private readonly faults: Faults,
    private readonly ended: () => void
  ) {
    client.on('error', () => this.cut())
    client.on('close', () => this.cut())
    if (faults.deaf) return
    const server = (this.server = net.connect({ port: target, host: '127.0.0.1', noDelay: true }))
    server.on('error', () => this.cut())
    server.on('close', () => this.client.end())
    client.on('data', (chunk) => this.upstream(chunk))
    server.on('data', (chunk) => this.downstream(chunk))
  }

  private upstream(chunk: Buffer): void {
    const left = (this.faults.cutAfterClientBytes ?? Infinity) - this.fromClient
    this.fromClient += chunk.length
    if (this.faults.older) this.server?.write(this.rewriter.take(chunk))
    else if (!this.stalled) this.server?.write(chunk.subarray(0, Math.min(left, chunk.length)))
    if (left <= chunk.length) this.cut()
  }

  private downstream(chunk: Buffer): void {
    for (const part of this.reader.take(chunk)) {
      if (Buffer.isBuffer(part)) this.forward(part)
      else if (part.opcode === 1) this.text(part)
      else this.forward(part.bytes)
    }
  }

  private text({ payload, bytes }: ServerFrame): void {
    const { cmd_id, code } = JSON.parse(payload.toString()) as { cmd_id: number; code?: number }
    if (this.faults.cutBeforeReply === cmd_id && code !== undefined) {
      this.cut()
      return
    }
    if (this.faults.older) {
      const said = fromServer(payload.toString())
      if (said !== undefined) this.forward(serverFrame(1, Buffer.from(said)))
      return
    }
    this.forward(bytes)
    if (this.faults.duplicate && cmd_id === 2003) this.forward(bytes)
  }

  private forward(bytes: Buffer): void {
    if (this.stalled || this.client.destroyed) return
    const left = (this.faults.cutAfterServerBytes ?? Infinity) - this.fromServer
    this.fromServer += bytes.length
    this.client.write(bytes.subarray(0, Math.max(0, Math.min(left, bytes.length))))
    if (left <= bytes.length) this.cut()
  }

  /** Says something in the server's name. */
  inject(bytes: Buffer): void {
    this.client.write(bytes)
  }

  /** The client reads nothing from now on: the server's data stays with the server. */
  pause(): void {
    this.server?.pause()
  }

  resume(): void {
    this.server?.resume()
  }

  cut(): void {
    this.client.destroy()
    this.server?.destroy()
    this.ended()
  }
}

/** Stands between clients and a gateway, and does to their connections what the network and a gateway can do. */
export class FaultProxy {
  private readonly links = new Set<Link>()
  private readonly planned: Faults[] = []
  private readonly server: net.Server
  /** Connections that have been opened. */
  connections = 0
  /** What happens to connections for which nothing is planned. */
  always: () => Faults = () => ({})
  /** The network is away: connections are refused, and are none. */
  away = false

  private constructor(private target: number) {
    this.server = net.createServer({ noDelay: true }, (client) => {
      if (this.away) {
        client.destroy()
        return
      }
      this.connections++
      const faults = this.planned.shift() ?? this.always()
      if (faults.refuse) {
        client.destroy()
        return
      }
      const link: Link = new Link(client, this.target, faults, () => this.links.delete(link))
      this.links.add(link)
    })
  }

  static async start(target: number): Promise<FaultProxy> {
    const proxy = new FaultProxy(target)
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.server.address() as net.AddressInfo).port}/ws`
  }

  leadTo(target: number): void {
    this.target = target
  }

  /** Plans the faults of the next connections. */
  plan(...faults: Faults[]): void {
    this.planned.push(...faults)
  }

  cut(): void {
    for (const link of [...this.links]) link.cut()
  }

  /** The connections stand, and nothing goes through any more. */
  stall(): void {
    for (const link of this.links) link.stalled = true
  }

  pause(): void {
    for (const link of this.links) link.pause()
  }

  resume(): void {
    for (const link of this.links) link.resume()
  }

  injectText(frame: object): void {
    const bytes = serverFrame(1, Buffer.from(JSON.stringify(frame)))
    for (const link of this.links) link.inject(bytes)
  }

  injectClose(code: number, reason = ''): void {
    const payload = Buffer.concat([Buffer.from([code >> 8, code & 0xff]), Buffer.from(reason)])
    for (const link of this.links) link.inject(serverFrame(8, payload))
  }

  async stop(): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.server.close(resolve))
  }
}
