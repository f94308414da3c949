// Made by types.mjs from docs/schema/asyncapi.json. Do not edit.

export type DeviceId = string
/**
 * 1 to 128 bytes of UTF-8 without control characters.
 */
export type UserId = string
export type Platform = string
/**
 * RFC 3339, UTC, with three decimals.
 */
export type Timestamp = string
/**
 * Of two people: `dm:` and their user ids, percent-encoded, sorted and joined by `:`.
 */
export type ChatId = string
export type RequestId = string | number

export interface AuthLoginRequest {
  username: string
  password: string
  device_id?: DeviceId
  resume?: ResumeRequest
}
export interface ResumeRequest {
  epoch: string
  last_seq: number
}
export interface AuthLoginReply {
  token: string
  refresh_token: string
  /**
   * Life of the access token in seconds.
   */
  expires_in: number
  user_info: UserInfo
  session_id: string
  device_id: DeviceId
  resume: ResumePoint
}
export interface UserInfo {
  user_id: UserId
  username: string
  roles: string[]
}
export interface ResumePoint {
  epoch: string
  /**
   * The first message that will be delivered.
   */
  from_seq: number
  latest_seq: number
  /**
   * Whether something that the client has not seen cannot be delivered any more.
   */
  gap: boolean
}
export interface AuthVerifyRequest {
  token: string
  device_id?: DeviceId
  resume?: ResumeRequest
}
export interface AuthVerifyReply {
  valid: true
  /**
   * What is left of the token's life, in seconds.
   */
  expires_in: number
  user_info: UserInfo
  session_id: string
  device_id: DeviceId
  resume?: ResumePoint
}
/**
 * No members.
 */
export interface Nothing {}
export interface DeviceListReply {
  devices: Device[]
}
export interface Device {
  platform: Platform
  device_id: DeviceId
  session_id: string
  ip: string
  login_at: Timestamp
  /**
   * Whether it is the device that asks.
   */
  current: boolean
}
export interface DeviceDropRequest {
  platform: Platform
  device_id: DeviceId
}
export interface DeviceDropReply {
  /**
   * Sessions that close.
   */
  kicked: number
}
export interface MessageSendRequest {
  to_user: UserId
  content: string
  /**
   * With the same id and content the first reply comes again and nothing is stored, for 24 hours.
   */
  client_msg_id?: string
}
export interface MessageSendReply {
  message_id: string
  chat_id: ChatId
  /**
   * Absent while a message is held.
   */
  chat_seq?: number
  /**
   * `sent`: stored. `held`: a hook of the host decides later.
   */
  status: 'sent' | 'held'
}
export interface MessageHistoryRequest {
  chat_id: ChatId
  /**
   * Above 200 it is 200.
   */
  limit?: number
  /**
   * The message_id that the page ends before.
   */
  before?: string
}
export interface MessageHistoryReply {
  messages: ChatMessage[]
  has_more: boolean
}
export interface ChatMessage {
  message_id: string
  chat_id: ChatId
  chat_seq: number
  from_user: UserId
  to_user: UserId
  content: string
  timestamp: Timestamp
}
export interface MessageDelivered {
  message_id: string
  chat_id: ChatId
  chat_seq: number
  from_user: UserId
  to_user: UserId
  content: string
  timestamp: Timestamp
  /**
   * Counts up by one within the epoch.
   */
  inbox_seq: number
  epoch: string
  /**
   * Messages before this one cannot be delivered any more.
   */
  gap?: true
}
export interface MessageAckRequest {
  inbox_seq: number
  epoch?: string
}
export interface HeartbeatReply {
  timestamp: Timestamp
}
export interface NewLogin {
  platform: Platform
  device_id: DeviceId
  ip: string
  login_at: Timestamp
}
export interface AboutToClose {
  /**
   * Such as auth_timeout, idle, kicked, replaced, token_expired, token_revoked.
   */
  reason: string
}
export interface TokenAboutToExpire {
  /**
   * Seconds.
   */
  expires_in: number
}
export interface Draining {
  reconnect_after_ms: number
  /**
   * Addresses of other nodes, the preferred one first.
   */
  redirect?: string[]
}
export interface InboxLoss {
  epoch: string
  /**
   * The first message that will be delivered.
   */
  from_seq: number
  latest_seq: number
  gap: true
}
export interface ErrorData {
  /**
   * For programs.
   */
  error: string
  /**
   * For people.
   */
  detail: string
  /**
   * With 429 and 503.
   */
  retry_after_ms?: number
  /**
   * In the reply to 1002 with code 401.
   */
  valid?: false
}
export interface RequestEnvelope {
  cmd_id: number
  /**
   * A string that holds JSON, `{}` where it is absent; an object is read as its text.
   */
  data?: string | {}
  platform?: Platform
  request_id?: RequestId
  /**
   * RFC 3339; the gateway's clock counts.
   */
  timestamp?: string
}
export interface ReplyEnvelope {
  /**
   * Of the request; 0 where it had none.
   */
  cmd_id: number
  request_id?: RequestId
  code: 200 | 400 | 401 | 403 | 404 | 429 | 500 | 503
  message: string
  session_id: string
  user_id?: UserId
  platform?: Platform
  data: string
  timestamp: Timestamp
}
export interface NoticeEnvelope {
  cmd_id: number
  user_id?: UserId
  data: string
  timestamp: Timestamp
}
/**
 * The request and the reply of each of the gateway's own commands.
 */
export interface GatewayCommands {
  1001: {
    request: AuthLoginRequest
    reply: AuthLoginReply
  }
  1002: {
    request: AuthVerifyRequest
    reply: AuthVerifyReply
  }
  1003: {
    request: Nothing
    reply: Nothing
  }
  1004: {
    request: Nothing
    reply: DeviceListReply
  }
  1005: {
    request: DeviceDropRequest
    reply: DeviceDropReply
  }
  2001: {
    request: MessageSendRequest
    reply: MessageSendReply
  }
  2002: {
    request: MessageHistoryRequest
    reply: MessageHistoryReply
  }
  2004: {
    request: MessageAckRequest
    reply: Nothing
  }
  3001: {
    request: Nothing
    reply: HeartbeatReply
  }
}
