/** What a client does when its connection closes. */
export type CloseReaction =
  /** Connects again after a pause that grows from one failure to the next, logs in and resumes. */
  | 'reconnect'
  /** The same after a long pause. */
  | 'long_pause'
  /** Gets a new token first. */
  | 'authenticate'
  /** Connects no more. */
  | 'stop'

/** Why a client has stopped. */
export type StopReason =
  /** `disconnect` was called. */
  | 'disconnected'
  /** `logout` was called. */
  | 'logged_out'
  /** 4410: another device took the seat, or an administrator ended the session. Ask the person. */
  | 'kicked'
  /** 4411: a newer connection of the same device. */
  | 'replaced'
  /** There is no valid token any more, or the password is wrong: log in again. */
  | 'unauthenticated'
  /** The gateway does not let this client in; the error says why. */
  | 'refused'
  /** The gateway calls something invalid that this client sent: a bug. */
  | 'protocol_error'
  /** 1000: the server said goodbye. */
  | 'ended'

const STOPS: Record<number, StopReason> = {
  1000: 'ended',
  1002: 'protocol_error',
  1003: 'protocol_error',
  1007: 'protocol_error',
  1008: 'protocol_error',
  1009: 'protocol_error',
  1010: 'protocol_error',
  4403: 'refused',
  4410: 'kicked',
  4411: 'replaced'
}

/**
 * The reaction to a close code. Any other code is a failure on the way (1006) or of the server (1011, 1013), or passes
 * with a new login (4408, 4409, 4430).
 */
export function reactionTo(code: number): CloseReaction {
  if (STOPS[code]) return 'stop'
  return code === 4401 ? 'authenticate' : code === 4429 ? 'long_pause' : 'reconnect'
}

/** Why a client stops at this close code. */
export function stopReasonOf(code: number): StopReason {
  return STOPS[code] ?? 'ended'
}
