// The HTTP API of the gateway that served this page. The tokens are in sessionStorage: they survive a reload of the page,
// belong to this tab alone, and end with it. A cookie would be sent by the pages of others, too; localStorage would outlive
// the tab and be shared with all of them.
const KEY = 'mychat-console-session'
/** Beside the page, whatever a host application has in front of both. */
const BASE = new URL('../api', import.meta.url).pathname
/** The longest wait for an answer, in milliseconds. */
const TIMEOUT = 20_000

let session = read()
let refreshing
let onEnd = () => {}

/** A call that did not succeed; `status` 0: there was no answer. */
export class ApiError extends Error {
  constructor(status, body = {}) {
    super(body.detail || body.error || String(status))
    this.status = status
    this.error = body.error ?? ''
    this.detail = body.detail ?? ''
    this.retryAfter = body.retry_after_ms ?? 0
    this.faults = body.faults
  }
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? undefined
  } catch {
    return undefined
  }
}

function keep({ token, refresh_token, expires_in, user_info }) {
  // Before its end, and not in the last moment of a short one.
  const early = Math.min(60, expires_in / 4)
  session = { token, refresh_token, renewAt: Date.now() + (expires_in - early) * 1000, user: user_info?.user_id ?? session?.user ?? '' }
  sessionStorage.setItem(KEY, JSON.stringify(session))
}

function forget() {
  session = undefined
  sessionStorage.removeItem(KEY)
}

export const isLoggedIn = () => session !== undefined
export const whoAmI = () => session?.user ?? ''

/** @param {(error: ApiError) => void} listener is told when the gateway no longer accepts the login */
export function whenEnded(listener) {
  onEnd = listener
}

async function send(method, path, body, token) {
  let response
  let answer
  try {
    response = await fetch(BASE + path, {
      method,
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT),
      headers: { ...(token && { Authorization: `Bearer ${token}` }), ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) })
    })
    answer = await response.text()
  } catch {
    throw new ApiError(0)
  }
  let parsed
  try {
    parsed = JSON.parse(answer)
  } catch {
    // A proxy answers in its own words.
    throw new ApiError(response.ok ? 0 : response.status)
  }
  // An unhealthy gateway reports its health with 503.
  if (!response.ok && !(path === '/system/health' && parsed.components)) throw new ApiError(response.status, parsed)
  return parsed
}

export async function logIn(username, password) {
  keep(await send('POST', '/auth/login', { username, password, platform: 'admin' }))
}

export async function logOut() {
  const ended = session
  forget()
  if (ended) await send('POST', '/auth/logout', { refresh_token: ended.refresh_token }, ended.token).catch(() => {})
}

/** One refresh at a time: a refresh token is good for one use. */
function refresh() {
  refreshing ??= renew().finally(() => (refreshing = undefined))
  return refreshing
}

async function renew() {
  const asked = session
  try {
    const tokens = await send('POST', '/auth/refresh', { refresh_token: asked.refresh_token })
    if (session === asked) keep(tokens)
  } catch (error) {
    if (error.status === 401 || error.status === 403) ended(error, asked)
    throw error
  }
}

function ended(error, asked) {
  if (!session || session !== asked) return
  forget()
  onEnd(error)
}

/** Calls the API as the administrator who is logged in. */
export async function call(method, path, body) {
  if (!session) throw new ApiError(401)
  if (Date.now() >= session.renewAt) await refresh()
  const asked = session
  if (!asked) throw new ApiError(401)
  try {
    return await send(method, path, body, asked.token)
  } catch (error) {
    if (error.status !== 401) throw error
    // The clock of this machine may be wrong; the refresh says whether the login is over.
    if (session === asked) await refresh()
    if (!session) throw error
    const again = session
    try {
      return await send(method, path, body, again.token)
    } catch (second) {
      if (second.status === 401) ended(second, again)
      throw second
    }
  }
}

export const get = (path, parameters = {}) => {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== undefined && value !== ''))
  return call('GET', path + (query.size ? '?' + query : ''))
}

/** What the gateway tells its console without a login. */
export async function settings() {
  const response = await fetch('settings.json', { credentials: 'omit', signal: AbortSignal.timeout(TIMEOUT) })
  return response.json()
}
