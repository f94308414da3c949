import type { AcknowledgementSettings } from './acknowledger.js'
import type { BackoffSettings } from './backoff.js'
import type { LivenessSettings } from './connection.js'
import type { StopReason } from './close-codes.js'
import type { Environment } from './environment.js'
import type { GatewayError } from './errors.js'
import type { InboxSettings } from './inbox.js'
import type { Outgoing, OutboxSettings } from './outbox.js'
import type { Delivered, Draining, Gap, NewLogin, Sent, UserInfo } from './protocol.js'
import type { SessionStore } from './session.js'
import type { TokenSource } from './tokens.js'

/** How requests are made. */
export interface RequestSettings {
  /** How long a request may take, the wait for a connection included, in milliseconds. */
  timeoutMs: number
  /** How many requests may wait. */
  max: number
}

export const DEFAULT_REQUESTS: RequestSettings = { timeoutMs: 10_000, max: 1_000 }

export interface ClientOptions {
  /** The gateway's WebSocket addresses, such as `wss://chat.example.com/ws`; after a failure the next one is tried. */
  url: string | string[]
  /** `web`, `android`, `ios`, `desktop`, or another platform of the gateway. */
  platform: string
  /** The HTTP API that refreshes tokens, such as `https://chat.example.com/api`. */
  apiUrl?: string
  /** Gets tokens in place of `apiUrl`, such as those of your own login. */
  tokens?: TokenSource
  /** The name of this device; default: the saved one, or one that the gateway makes. */
  deviceId?: string
  /** Keeps the session across restarts; default: in memory only. */
  store?: SessionStore
  acknowledgements?: Partial<AcknowledgementSettings>
  requests?: Partial<RequestSettings>
  backoff?: Partial<BackoffSettings>
  liveness?: Partial<LivenessSettings>
  outbox?: Partial<OutboxSettings>
  inbox?: Partial<InboxSettings>
  environment?: Partial<Environment>
}

/** Who logs in. */
export type Credentials = { username: string; password: string } | { token: string; refresh_token?: string }

/** What the client does at present. */
export type ClientState =
  | { status: 'connecting' | 'authenticating' }
  | { status: 'online'; user: UserInfo; session_id: string; device_id: string }
  /** Waits to connect again. */
  | { status: 'waiting'; retry_in_ms: number; code?: number }
  | { status: 'stopped'; reason: StopReason; error?: GatewayError }

/** The events of a client. */
export interface ClientEvents {
  state: ClientState
  /** A message of another user, or of the same user's other device. */
  message: Delivered
  /** Messages that cannot be delivered any more; read the history. */
  gap: Gap
  /** A message of this client is stored. */
  sent: { message: Outgoing; sent: Sent }
  /** A message of this client was refused for good. */
  send_failed: { message: Outgoing; error: GatewayError }
  /** A push of the host (4001). */
  push: unknown
  /** Another device of the user has logged in (4002). */
  new_login: NewLogin
  /** The connection is about to close (4003). */
  closing: { reason: string }
  /** The gateway leaves this connection (4005). */
  draining: Draining
  /** A message of the server that the client does not know. */
  command: { cmd_id: number; data: unknown }
}

export interface RequestOptions {
  timeoutMs?: number
  /** Whether the request may be carried out twice: it is then repeated on the next connection. */
  idempotent?: boolean
}
