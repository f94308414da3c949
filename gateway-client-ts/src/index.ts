/**
 * A client of the MyChat Gateway.
 *
 * @packageDocumentation
 */
export { GatewayClient } from './client.js'
export { GatewayError, type LocalError } from './errors.js'
export { storageSessions, type KeyValueStorage, type SavedSession, type SessionStore } from './session.js'
export { chatIdOf, Command } from './protocol.js'
export type {
  ChatMessage,
  CommandTypes,
  Delivered,
  Device,
  Draining,
  Gap,
  NewLogin,
  ReplyOf,
  RequestOf,
  Sent,
  UserInfo
} from './protocol.js'
export type * from './schema.js'
export type { StopReason } from './close-codes.js'
export type { BackoffSettings } from './backoff.js'
export type { LivenessSettings } from './connection.js'
export type { AcknowledgementSettings } from './acknowledger.js'
export type { InboxSettings, Position } from './inbox.js'
export type { Outgoing, OutboxSettings } from './outbox.js'
export type { Tokens, TokenSource } from './tokens.js'
export type { Environment, FetchLike, Timers, WakeSignals, WebSocketClass, WebSocketLike } from './environment.js'
export type {
  ClientEvents,
  ClientOptions,
  ClientState,
  Credentials,
  RequestOptions,
  RequestSettings
} from './options.js'
