import type { Environment } from './environment.js'
import { GatewayError } from './errors.js'

/** Access to the gateway. */
export interface Tokens {
  /** The access token. */
  token: string
  refresh_token?: string
  /** When the access token ends, in milliseconds since the epoch of Unix; absent: unknown. */
  expires_at?: number
}

/** Gets new tokens in place of those that the client has, or of none. */
export type TokenSource = (previous: Tokens | undefined) => Promise<Tokens>

/** How long one HTTP request may take. */
const TIMEOUT_MS = 10_000

/**
 * Refreshes tokens over the HTTP API.
 *
 * @param apiUrl such as `https://chat.example.com/api`
 */
export function refreshOverHttp(apiUrl: string, environment: Environment): TokenSource {
  return async (previous) => {
    if (!previous?.refresh_token) throw new GatewayError(401, 'no_refresh_token', 'Log in again.')
    const aborted = new AbortController()
    const timer = environment.timers.setTimeout(() => aborted.abort(), TIMEOUT_MS)
    let status: number
    let body: Record<string, unknown>
    try {
      const response = await environment.fetch(apiUrl.replace(/\/$/, '') + '/auth/refresh', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ refresh_token: previous.refresh_token }),
        signal: aborted.signal
      })
      status = response.status
      // Something between may answer with a page of its own.
      body = ((await response.json().catch(() => undefined)) ?? {}) as Record<string, unknown>
    } catch (error) {
      throw new GatewayError(0, 'connection_lost', String(error))
    } finally {
      environment.timers.clearTimeout(timer)
    }
    if (status !== 200) throw GatewayError.of(status, body)
    const { token, refresh_token, expires_in } = body
    if (typeof token !== 'string' || typeof refresh_token !== 'string') {
      throw new GatewayError(0, 'connection_lost', 'the answer has no tokens')
    }
    return { token, refresh_token, expires_at: environment.timers.now() + Number(expires_in) * 1000 }
  }
}
