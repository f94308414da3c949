// The console: the login, the pages, and when they ask the gateway for news.
import { get, isLoggedIn, logIn, logOut, settings, whenEnded, whoAmI } from './api.js'
import { alerts, firing } from './alerts.js'
import { audit } from './audit.js'
import { backends } from './backends.js'
import { bans } from './bans.js'
import { config } from './config.js'
import { badge, byId, create, explain } from './dom.js'
import { overview } from './overview.js'
import { History } from './plots.js'
import { currentLanguage, text, toggleLanguage, translate } from './texts.js'
import { nextTheme, themeKey } from './theme.js'
import { trace } from './trace.js'
import { user, users } from './users.js'

const PAGES = [
  ['overview', () => overview({ history })],
  ['users', (rest) => (rest ? user(rest) : users())],
  ['bans', bans],
  ['backends', backends],
  ['config', config],
  ['alerts', alerts],
  ['audit', audit],
  ['trace', (rest, parameters) => trace(parameters)]
]
/** The longest pause between two polls after failures, in milliseconds. */
const MAX_PAUSE = 60_000

let history = new History()
let interval = 5_000
let page
let timer
let failures = 0
let polling = false
let alertCount = 0

// The frame

function drawFrame() {
  translate()
  byId('language').textContent = currentLanguage() === 'en' ? '中文' : 'English'
  byId('language').lang = currentLanguage() === 'en' ? 'zh-CN' : 'en'
  byId('theme').textContent = text(themeKey())
  byId('logout').textContent = text('logout', { user: whoAmI() })
  drawNav()
}

function place() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?', 2)
  const [name, rest = ''] = path.split('/', 2)
  const known = PAGES.some(([key]) => key === name) ? name : 'overview'
  let id = ''
  try {
    id = decodeURIComponent(rest)
  } catch {
    // An address that was typed wrongly leads to the list.
  }
  return { name: known, rest: known === name ? id : '', parameters: new URLSearchParams(query) }
}

function drawNav() {
  const { name } = place()
  byId('nav').replaceChildren(
    create(
      'ul',
      {},
      PAGES.map(([key]) => {
        const link = create('a', { href: `#/${key}` }, text(key))
        if (key === name) link.setAttribute('aria-current', 'page')
        if (key === 'alerts' && alertCount) link.append(' ', badge(String(alertCount), 'bad'))
        return create('li', {}, link)
      })
    )
  )
}

/** @param focus whether the person has chosen the page just now */
function open(focus) {
  page?.close?.()
  const { name, rest, parameters } = place()
  document.title = `${text(name)} – MyChat Gateway`
  page = PAGES.find(([key]) => key === name)[1](rest, parameters)
  byId('content').replaceChildren(create('h1', {}, text(name)), page.element)
  drawNav()
  if (focus) {
    byId('content').focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }
  void poll()
}

function showLogin(message = '') {
  page?.close?.()
  page = undefined
  clearTimeout(timer)
  byId('dialog').close()
  byId('content').replaceChildren()
  byId('console-view').hidden = byId('live').hidden = byId('logout').hidden = true
  byId('login-view').hidden = false
  byId('login-error').textContent = message
  document.title = 'MyChat Gateway'
  byId('user').focus()
}

function showConsole() {
  byId('login-view').hidden = true
  byId('console-view').hidden = byId('live').hidden = byId('logout').hidden = false
  failures = 0
  drawFrame()
  open(true)
}

// The polls: one at a time, none while nobody looks, and fewer while the gateway does not answer

async function poll() {
  clearTimeout(timer)
  if (polling || document.hidden || !isLoggedIn()) return
  polling = true
  const asked = page
  let error
  try {
    const metrics = get('/system/metrics')
    const latest = firing()
    const all = await Promise.allSettled([metrics.then((sample) => history.add(sample)), latest.then(count), asked?.poll?.(metrics, latest)])
    error = all.find(({ status }) => status === 'rejected')?.reason
  } finally {
    polling = false
  }
  if (!isLoggedIn()) return
  failures = error ? failures + 1 : 0
  const pause = Math.max(Math.min(interval * 2 ** failures, MAX_PAUSE), error?.retryAfter ?? 0)
  showLive(error, pause)
  if (asked !== page) void poll()
  else timer = setTimeout(poll, error ? pause : interval)
}

function count({ alerts: all }) {
  if (alertCount === all.length) return
  alertCount = all.length
  drawNav()
}

function showLive(error, pause) {
  const live = byId('live')
  const kind = error ? 'bad' : 'good'
  live.className = `live ${kind}`
  live.title = error ? explain(error) : ''
  // A change is said aloud, each poll is not.
  if (live.dataset.kind !== kind) live.setAttribute('role', 'status')
  live.dataset.kind = kind
  byId('live-text').textContent = error ? text('liveAgain', { seconds: Math.round(pause / 1000) }) : text('liveNow')
}

document.addEventListener('visibilitychange', () => {
  if (document.hidden) clearTimeout(timer)
  else void poll()
})
window.addEventListener('online', () => void poll())
window.addEventListener('poll', () => void poll())
window.addEventListener('hashchange', () => isLoggedIn() && open(true))

// Logging in and out

byId('login').addEventListener('submit', async (event) => {
  event.preventDefault()
  const name = byId('user').value
  const password = byId('password').value
  const submit = event.target.querySelector('button')
  if (!name || !password || submit.disabled) return
  submit.disabled = true
  byId('login-error').textContent = ''
  try {
    await logIn(name, password)
    byId('password').value = ''
    history = new History()
    showConsole()
  } catch (error) {
    byId('login-error').textContent = error.error === 'bad_credentials' ? text('wrongPassword') : error.status === 401 ? error.detail || text('errorLogin') : explain(error)
    byId('password').select()
  } finally {
    submit.disabled = false
  }
})

byId('logout').addEventListener('click', async () => {
  await logOut()
  showLogin()
})
whenEnded(() => showLogin(text('loginEnded')))

byId('language').addEventListener('click', () => {
  toggleLanguage()
  drawFrame()
  if (isLoggedIn()) open(false)
})
byId('theme').addEventListener('click', () => {
  nextTheme()
  byId('theme').textContent = text(themeKey())
})
window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => window.dispatchEvent(new Event('theme')))

drawFrame()
try {
  interval = (await settings()).poll_seconds * 1000
} catch {
  // The default does.
}
if (isLoggedIn()) showConsole()
else showLogin()
