/** Failures that the client itself reports, beside those of the gateway. */
export type LocalError =
  /** No reply came in time. */
  | 'timeout'
  /** The connection ended before the reply: the command may have been carried out. */
  | 'connection_lost'
  /** The client has stopped. */
  | 'stopped'
  /** Too many requests wait. */
  | 'too_many_requests'
  /** The outbox has no room. */
  | 'outbox_full'
  /** The message is larger than the outbox takes. */
  | 'too_large'
  /** The saved outbox belongs to another user. */
  | 'other_user'

/** A refusal of the gateway, or a failure on the way to it. */
export class GatewayError extends Error {
  /** The code of the reply; 0 when the gateway did not answer. */
  readonly code: number
  /** The machine-readable reason. */
  readonly error: LocalError | (string & {})
  /** For people. */
  readonly detail: string
  /** When another try makes sense, in milliseconds; absent: unknown. */
  readonly retryAfterMs: number | undefined

  constructor(code: number, error: string, detail = '', retryAfterMs?: number) {
    super(detail ? `${error}: ${detail}` : error)
    this.name = 'GatewayError'
    this.code = code
    this.error = error
    this.detail = detail
    this.retryAfterMs = retryAfterMs
  }

  /** The error of a reply or an HTTP response. */
  static of(code: number, data: unknown): GatewayError {
    const { error, detail, retry_after_ms } = (typeof data === 'object' && data ? data : {}) as Record<string, unknown>
    return new GatewayError(
      code,
      typeof error === 'string' ? error : 'error_' + code,
      typeof detail === 'string' ? detail : '',
      typeof retry_after_ms === 'number' && retry_after_ms >= 0 ? retry_after_ms : undefined
    )
  }
}
