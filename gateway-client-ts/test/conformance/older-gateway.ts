/** Turns what is said with a gateway into what is said with one of an older version: without resume, epochs, devices and new notices. */

const LOGINS = [1001, 1002]
const UNKNOWN_COMMANDS = [1004, 1005]
const UNKNOWN_NOTICES = [4004, 4005, 4006]
const NOT_FOUND = { error: 'unknown_command', detail: 'There is no such command.' }

/** What the older gateway understands of a frame of the client. */
export function fromClient(text: string): string {
  const frame = JSON.parse(text) as { cmd_id: number; data?: { resume?: unknown } }
  if (!LOGINS.includes(frame.cmd_id)) return text
  delete frame.data?.resume
  return JSON.stringify(frame)
}

/** What the older gateway says instead; undefined: nothing. */
export function fromServer(text: string): string | undefined {
  const frame = JSON.parse(text) as { cmd_id: number; code?: number; message?: string; data: string }
  if (UNKNOWN_NOTICES.includes(frame.cmd_id)) return undefined
  if (UNKNOWN_COMMANDS.includes(frame.cmd_id)) {
    return JSON.stringify({ ...frame, code: 404, message: 'Not Found', data: JSON.stringify(NOT_FOUND) })
  }
  const { resume: _r, epoch: _e, gap: _g, ...data } = JSON.parse(frame.data) as Record<string, unknown>
  return JSON.stringify({ ...frame, data: JSON.stringify(data) })
}

/** Replaces the payload of each text frame of a client (masked, of at most 65,535 bytes), behind the HTTP head. */
export class ClientRewriter {
  private buffer: Buffer = Buffer.alloc(0)
  private head = true

  take(chunk: Buffer): Buffer {
    this.buffer = Buffer.concat([this.buffer, chunk])
    const parts: Buffer[] = []
    if (this.head) {
      const end = this.buffer.indexOf('\r\n\r\n')
      if (end < 0) return Buffer.alloc(0)
      parts.push(this.cut(end + 4))
      this.head = false
    }
    for (let frame = this.frame(); frame; frame = this.frame()) parts.push(frame)
    return Buffer.concat(parts)
  }

  private cut(length: number): Buffer {
    const part = this.buffer.subarray(0, length)
    this.buffer = this.buffer.subarray(length)
    return part
  }

  private frame(): Buffer | undefined {
    const { buffer } = this
    if (buffer.length < 6) return undefined
    const short = buffer[1]! & 0x7f
    const extended = short === 126 ? 2 : 0
    const length = extended ? buffer.readUInt16BE(2) : short
    const start = 2 + extended + 4
    if (buffer.length < start + length) return undefined
    const bytes = this.cut(start + length)
    if ((bytes[0]! & 0x0f) !== 1) return bytes
    const mask = bytes.subarray(start - 4, start)
    const payload = xor(bytes.subarray(start), mask)
    const said = Buffer.from(fromClient(payload.toString()))
    const head = said.length < 126 ? [0x80 | said.length] : [0x80 | 126, said.length >> 8, said.length & 0xff]
    return Buffer.concat([Buffer.from([bytes[0]!, ...head]), mask, xor(said, mask)])
  }
}

function xor(payload: Buffer, mask: Buffer): Buffer {
  return Buffer.from(payload.map((byte, i) => byte ^ mask[i % 4]!))
}
