import type { Faults } from './fault-proxy.js'

/**
 * One step of a scenario. "alice" is the client under test, behind the proxy; "bob" is an honest client without one.
 * Expectations wait until they hold.
 */
export type Step =
  // What people do
  | { do: 'connect' }
  /** A new client on alice's saved session, as after a restart of the application. */
  | { do: 'restart' }
  | { do: 'disconnect' }
  | { do: 'logout' }
  /** Bob writes to alice. */
  | { do: 'receive'; count: number; bytes?: number }
  /** Alice writes to bob. */
  | { do: 'send'; count: number; bytes?: number }
  /** Alice calls something that may be repeated. */
  | { do: 'ask'; what: 'devices' | 'history' }
  /** The page is shown again. */
  | { do: 'wake' }
  /** The tab that has the connection is closed; it is never alice's own, which is the last one. */
  | { do: 'close_tab' }
  // What the network does
  | { do: 'plan'; faults: Faults[] }
  | { do: 'cut' }
  | { do: 'stall' }
  | { do: 'pause' }
  | { do: 'unpause' }
  | { do: 'offline' }
  | { do: 'online' }
  /** The clock jumps, and alice's timers do not. */
  | { do: 'sleep'; ms: number }
  // What a gateway does
  | { do: 'close'; code: number }
  | { do: 'say'; frame: { cmd_id: number; data: object } }
  /** A message as the gateway would deliver it, from bob, so far ahead of alice's saved position; maybe one to drop. */
  | { do: 'deliver'; ahead: number; epoch?: string; gap?: boolean; dropped?: boolean }
  | { do: 'kick'; revoke?: boolean }
  /** Another device of alice logs in on the web. */
  | { do: 'rival' }
  /** The same device of alice logs in again. */
  | { do: 'twin' }
  | { do: 'drain' }
  /** Kills the gateway: its messages are lost, and the next one has another epoch. */
  | { do: 'kill_gateway' }
  | { do: 'stop_gateway' }
  | { do: 'start_gateway' }
  // What alice must see
  | { expect: 'status'; status: string; reason?: string }
  /** All that bob has sent, once and in order. */
  | { expect: 'received' }
  /** All that alice has sent is stored, once and in order. */
  | { expect: 'stored' }
  /** All requests of alice have been answered. */
  | { expect: 'answered' }
  /** The last request of alice was refused with this code. */
  | { expect: 'refused'; code: number }
  | { expect: 'gap' }
  | { expect: 'no_gap' }
  | { expect: 'event'; event: string; count?: number }
  /** So many connections since the scenario began. */
  | { expect: 'connections'; atLeast?: number; exactly?: number }
  /** Nothing happens for so long. */
  | { expect: 'quiet'; ms: number }
  | { expect: 'unsent'; count: number }
  /** So many messages of alice were refused by her client. */
  | { expect: 'refused_sends'; count: number }

export interface Scenario {
  name: string
  /** Settings of alice's client. */
  client?: object
  /** Which gateway it needs; default: an ordinary one. */
  gateway?: 'short_tokens' | 'small_inbox'
  /** So many tabs of a browser share alice's client, and she looks at the last one. */
  tabs?: number
  /** The clients that do not pass it, or that it is not for, and why. */
  not?: Record<string, string>
  steps: Step[]
}
