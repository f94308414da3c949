/** The numbers and the data of the gateway's commands. Data has the names that it has on the wire. */
import type { AuthLoginReply, AuthVerifyReply, GatewayCommands, InboxLoss, MessageDelivered, MessageSendReply } from './schema.js'

export type { ChatMessage, Device, Draining, NewLogin, UserInfo } from './schema.js'

/** The gateway's own commands. */
export const Command = {
  LOGIN: 1001,
  TOKEN_VERIFY: 1002,
  LOGOUT: 1003,
  DEVICES: 1004,
  DROP_DEVICE: 1005,
  SEND: 2001,
  HISTORY: 2002,
  MESSAGE: 2003,
  ACKNOWLEDGE: 2004,
  HEARTBEAT: 3001,
  PUSH: 4001,
  NEW_LOGIN: 4002,
  ABOUT_TO_CLOSE: 4003,
  TOKEN_EXPIRES: 4004,
  DRAINING: 4005,
  LOST: 4006
} as const

/** The WebSocket sub-protocol of this client. */
export const SUBPROTOCOL = 'mychat.v1.json'

/** One text frame. */
export interface Frame {
  cmd_id: number
  /** JSON as text from the server; a client may send it as an object. */
  data?: unknown
  platform?: string
  request_id?: string | number
  session_id?: string
  user_id?: string
  timestamp?: string
  code?: number
  message?: string
}

/** A message as it is delivered (2003). */
export type Delivered = MessageDelivered

/** What the gateway says about a sent message. */
export type Sent = MessageSendReply

/** Messages between two points of an inbox that cannot be delivered any more; the history has what is left of them. */
export type Gap = Omit<InboxLoss, 'gap'>

/** What a login answers. */
export type LoginReply = Omit<AuthVerifyReply, 'valid'> & Partial<AuthLoginReply>

/**
 * The types of a command's request and reply, by number. Add your own commands by declaration merging:
 *
 * ```ts
 * declare module '@mychat/gateway-client' {
 *   interface CommandTypes {
 *     5001: { request: { order: string }; reply: { status: string } }
 *   }
 * }
 * ```
 */
export interface CommandTypes extends GatewayCommands {}

/** The request data of a command; `unknown` for one without declared types. */
export type RequestOf<C extends number> = C extends keyof CommandTypes ? CommandTypes[C]['request'] : unknown

/** The reply data of a command; `unknown` for one without declared types. */
export type ReplyOf<C extends number> = C extends keyof CommandTypes ? CommandTypes[C]['reply'] : unknown

/** Percent-encodes everything but the unreserved characters of RFC 3986. */
function encoded(userId: string): string {
  return encodeURIComponent(userId).replace(/[!'()*]/g, (c) => '%' + c.charCodeAt(0).toString(16).toUpperCase())
}

/** The id of the chat of two people. */
export function chatIdOf(userA: string, userB: string): string {
  const [a, b] = [encoded(userA), encoded(userB)]
  return a <= b ? `dm:${a}:${b}` : `dm:${b}:${a}`
}

/** Reads the `data` of a frame. Text that is not JSON stays text. */
export function dataOf(frame: Frame): unknown {
  if (typeof frame.data !== 'string') return frame.data ?? {}
  try {
    return JSON.parse(frame.data)
  } catch {
    return frame.data
  }
}
