/**
 * The codec `mychat.v1.cbor` for the client. `withCbor` makes a WebSocket class for `environment.WebSocket`: frames are
 * CBOR (RFC 8949) on the wire, and what JSON has on the inside.
 *
 * @packageDocumentation
 */
import type { WebSocketClass, WebSocketLike } from './environment.js'

const SUBPROTOCOL = 'mychat.v1.cbor'
/** As the gateway's own bound for JSON. */
const MAX_DEPTH = 64
const UNSUPPORTED_DATA = 1003

/** What both formats have. */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value }

/** Writes a value as CBOR. Members that are `undefined` are left out, as in JSON. */
export function encode(value: Value): Uint8Array {
  const writer = new Writer()
  writer.value(value, 0)
  return writer.bytes()
}

/**
 * Reads one CBOR item. Integers beyond 2^53 lose digits, as in `JSON.parse`.
 *
 * @throws TypeError when the bytes are anything else
 */
export function decode(bytes: Uint8Array): Value {
  return new Reader(bytes).whole()
}

class Writer {
  private buffer = new Uint8Array(256)
  private view = new DataView(this.buffer.buffer)
  private length = 0

  bytes(): Uint8Array {
    return this.buffer.slice(0, this.length)
  }

  private room(count: number): void {
    if (this.length + count <= this.buffer.length) return
    const larger = new Uint8Array(Math.max(2 * this.buffer.length, this.length + count))
    larger.set(this.buffer)
    this.buffer = larger
    this.view = new DataView(larger.buffer)
  }

  private head(major: number, count: number): void {
    this.room(9)
    const first = major << 5
    if (count < 24) this.view.setUint8(this.length++, first | count)
    else if (count < 0x100) this.put(first | 24, 1, (at) => this.view.setUint8(at, count))
    else if (count < 0x10000) this.put(first | 25, 2, (at) => this.view.setUint16(at, count))
    else if (count < 0x100000000) this.put(first | 26, 4, (at) => this.view.setUint32(at, count))
    else this.put(first | 27, 8, (at) => this.view.setBigUint64(at, BigInt(count)))
  }

  private put(first: number, size: number, write: (at: number) => void): void {
    this.room(1 + size)
    this.view.setUint8(this.length, first)
    write(this.length + 1)
    this.length += 1 + size
  }

  private text(text: string): void {
    const utf8 = new TextEncoder().encode(text)
    this.head(3, utf8.length)
    this.room(utf8.length)
    this.buffer.set(utf8, this.length)
    this.length += utf8.length
  }

  value(value: Value, depth: number): void {
    if (depth > MAX_DEPTH) throw new TypeError('The value is nested too deeply')
    if (value === null || typeof value === 'boolean') {
      this.head(7, value === null ? 22 : value ? 21 : 20)
    } else if (typeof value === 'number') {
      this.number(value)
    } else if (typeof value === 'string') {
      this.text(value)
    } else if (Array.isArray(value)) {
      this.head(4, value.length)
      for (const element of value) this.value(element, depth + 1)
    } else if (typeof value === 'object') {
      const members = Object.entries(value).filter(([, member]) => member !== undefined)
      this.head(5, members.length)
      for (const [key, member] of members) {
        this.text(key)
        this.value(member, depth + 1)
      }
    } else {
      throw new TypeError(`CBOR of messages has no ${typeof value}`)
    }
  }

  private number(value: number): void {
    if (!Number.isFinite(value)) throw new TypeError('A number must be finite')
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
      if (value >= 0) this.head(0, value)
      else this.head(1, -1 - value)
    } else this.put(0xfb, 8, (at) => this.view.setFloat64(at, value))
  }
}

class Reader {
  private readonly view: DataView
  private at = 0

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  whole(): Value {
    const value = this.value(0)
    if (this.at !== this.bytes.length) throw new TypeError('There are bytes behind the item')
    return value
  }

  /** Moves on, and returns where it was. No length is believed before the bytes are there. */
  private skip(count: number): number {
    const from = this.at
    if (count > this.bytes.length - from) throw new TypeError('The item is cut')
    this.at += count
    return from
  }

  private argument(info: number): number {
    if (info < 24) return info
    if (info === 24) return this.view.getUint8(this.skip(1))
    if (info === 25) return this.view.getUint16(this.skip(2))
    if (info === 26) return this.view.getUint32(this.skip(4))
    if (info === 27) return Number(this.view.getBigUint64(this.skip(8)))
    throw new TypeError('Lengths must be given')
  }

  private value(depth: number): Value {
    if (depth > MAX_DEPTH) throw new TypeError('The item is nested too deeply')
    const first = this.view.getUint8(this.skip(1))
    const [major, info] = [first >> 5, first & 31]
    switch (major) {
      case 0:
        return this.argument(info)
      case 1:
        return -1 - this.argument(info)
      case 3:
        return this.text(this.argument(info))
      case 4: {
        const elements: Value[] = []
        for (let left = this.argument(info); left > 0; left--) elements.push(this.value(depth + 1))
        return elements
      }
      case 5:
        return this.map(this.argument(info), depth)
      case 7:
        return this.simple(info)
      default:
        throw new TypeError('Byte strings and tags are not in messages')
    }
  }

  private text(length: number): string {
    const from = this.skip(length)
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.bytes.subarray(from, from + length))
  }

  private map(count: number, depth: number): Value {
    const members: { [key: string]: Value } = {}
    for (let left = count; left > 0; left--) {
      const key = this.value(MAX_DEPTH)
      if (typeof key !== 'string') throw new TypeError('A key must be a text')
      // Also __proto__ is an ordinary member, as in JSON.parse.
      Object.defineProperty(members, key, { value: this.value(depth + 1), enumerable: true, configurable: true, writable: true })
    }
    return members
  }

  private simple(info: number): Value {
    switch (info) {
      case 20:
      case 21:
        return info === 21
      case 22:
      case 23:
        return null
      case 26:
        return this.finite(this.view.getFloat32(this.skip(4)))
      case 27:
        return this.finite(this.view.getFloat64(this.skip(8)))
      default:
        throw new TypeError('An unknown simple value')
    }
  }

  private finite(value: number): number {
    if (!Number.isFinite(value)) throw new TypeError('A number must be finite')
    return value
  }
}

interface BinarySocket extends Omit<WebSocketLike, 'send'> {
  binaryType: string
  protocol: string
  send(data: Uint8Array): void
}

type Handler = ((event: never) => void) | null

class CborConnection implements WebSocketLike {
  onopen: Handler = null
  onmessage: Handler = null
  onclose: Handler = null
  onerror: Handler = null
  private readonly socket: BinarySocket

  constructor(Socket: WebSocketClass, url: string) {
    const socket = (this.socket = new Socket(url, [SUBPROTOCOL]) as unknown as BinarySocket)
    socket.binaryType = 'arraybuffer'
    socket.onopen = (event) => {
      // A gateway without the codec answers no subprotocol, and speaks JSON.
      if (socket.protocol === SUBPROTOCOL) this.onopen?.(event)
      else this.fail()
    }
    socket.onmessage = ((event: { data: unknown }) => this.receive(event.data)) as (event: never) => void
    socket.onclose = (event) => this.onclose?.(event)
    socket.onerror = (event) => this.onerror?.(event)
  }

  private receive(data: unknown): void {
    let text: string
    try {
      text = JSON.stringify(decode(new Uint8Array(data as ArrayBuffer)))
    } catch {
      this.fail()
      return
    }
    this.onmessage?.({ data: text } as never)
  }

  private fail(): void {
    const { onclose } = this
    this.onopen = this.onmessage = this.onclose = null
    this.socket.close(1000)
    onclose?.({ code: UNSUPPORTED_DATA } as never)
  }

  send(text: string): void {
    this.socket.send(encode(JSON.parse(text) as Value))
  }

  close(code?: number, reason?: string): void {
    this.socket.close(code, reason)
  }
}

/**
 * A WebSocket class whose messages are CBOR on the wire. Pass it as `environment.WebSocket`.
 *
 * @param Socket the class below it; default: the global one
 */
export function withCbor(Socket?: WebSocketClass): WebSocketClass {
  return function (url: string) {
    const below = Socket ?? (globalThis as { WebSocket?: WebSocketClass }).WebSocket
    if (!below) throw new Error('There is no WebSocket here: pass one, such as that of the package ws')
    return new CborConnection(below, url)
  } as unknown as WebSocketClass
}
