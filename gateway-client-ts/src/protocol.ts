/** The numbers and the data of the gateway's commands. Data has the names that it has on the wire. */

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

/** A message of a chat, as the history has it. */
export interface ChatMessage {
  message_id: string
  chat_id: string
  chat_seq: number
  from_user: string
  to_user: string
  content: string
  /** RFC 3339, UTC, by the server's clock. */
  timestamp: string
}

/** A message as it is delivered (2003). */
export interface Delivered extends ChatMessage {
  /** Its number in the user's inbox, within the epoch. */
  inbox_seq: number
  epoch: string
  /** Whether messages before this one cannot be delivered any more. */
  gap?: boolean
}

/** What the gateway says about a sent message. */
export interface Sent {
  message_id: string
  chat_id: string
  chat_seq: number
  status: string
}

/** Messages between two points of an inbox that cannot be delivered any more; the history has what is left of them. */
export interface Gap {
  epoch: string
  /** The first message that will be delivered. */
  from_seq: number
  latest_seq: number
}

/** A logged-in device of the user. */
export interface Device {
  platform: string
  device_id: string
  session_id: string
  ip: string
  login_at: string
  /** Whether it is the device that asks. */
  current: boolean
}

/** The user as the gateway knows it. */
export interface UserInfo {
  user_id: string
  username?: string
  roles?: string[]
}

/** Another device of the user has logged in (4002). */
export interface NewLogin {
  platform: string
  device_id: string
  ip: string
  login_at: string
}

/** The gateway is about to close this connection; another one takes its place (4005). */
export interface Draining {
  reconnect_after_ms: number
  redirect?: string[]
}

/** What a login answers. */
export interface LoginReply {
  user_info: UserInfo
  session_id: string
  device_id: string
  /** Life of the token in seconds. */
  expires_in: number
  token?: string
  refresh_token?: string
  resume?: { epoch: string; from_seq: number; latest_seq: number; gap: boolean }
}

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
export interface CommandTypes {
  1003: { request: Record<string, never>; reply: Record<string, never> }
  1004: { request: Record<string, never>; reply: { devices: Device[] } }
  1005: { request: { platform: string; device_id: string }; reply: { kicked: number } }
  2001: { request: { to_user: string; content: string; client_msg_id?: string }; reply: Sent }
  2002: {
    request: { chat_id: string; limit?: number; before?: string }
    reply: { messages: ChatMessage[]; has_more: boolean }
  }
  3001: { request: Record<string, never>; reply: { timestamp: string } }
}

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
