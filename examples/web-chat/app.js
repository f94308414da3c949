// The web chat: two people in two windows.
import { Chats } from './chats.js'
import { createClient, forgetSession, Network, readDemo, savedPlatform } from './gateway.js'
import { currentLanguage, text, time, toggleLanguage, translate } from './texts.js'
import { nextTheme, themeKey } from './theme.js'
import { byId, create, log, notice, phrase, scrollDown, showDevices, showMessages, showPeople, showStatus } from './views.js'

const network = new Network()
const partnersKey = (user) => `mychat-partners-${user}`

let demo
let client
let chats
let user

// What is on the page whoever is logged in

function drawTexts() {
  translate()
  byId('language').textContent = currentLanguage() === 'en' ? '中文' : 'English'
  byId('language').lang = currentLanguage() === 'en' ? 'zh-CN' : 'en'
  byId('theme').textContent = text(themeKey())
  if (client) showStatus(client.state)
  if (chats) draw()
}

function show(view) {
  const online = view === 'chat'
  byId('login-view').hidden = online
  byId('chat-view').hidden = !online
  for (const id of ['status', 'devices-open', 'log-open', 'logout']) byId(id).hidden = !online
  if (!online) byId('user').focus()
}

byId('language').addEventListener('click', () => {
  toggleLanguage()
  drawTexts()
})
byId('theme').addEventListener('click', () => {
  nextTheme()
  byId('theme').textContent = text(themeKey())
})

// Logging in

function start(platform) {
  client = createClient(demo, platform, network)
  client.on('state', stateChanged)
  client.on('new_login', ({ platform, ip, login_at }) =>
    notice(phrase('newLogin', { platform, ip, time: time(login_at) }), { label: text('devices'), run: openDevices })
  )
  client.on('push', (data) => notice(phrase('push', { text: typeof data === 'string' ? data : JSON.stringify(data) })))
  client.on('gap', ({ from_seq }) => {
    log(text('logGap', { from: from_seq }))
    notice(text('gap'))
    chats?.reread().catch(() => {})
  })
  client.on('closing', (closing) => log(text('logClosing', closing)))
  client.on('draining', ({ reconnect_after_ms }) => log(text('logDraining', { ms: reconnect_after_ms })))
  client.on('sent', ({ message }) => log(phrase('logSent', { to: message.to_user })))
}

async function logIn(platform, credentials) {
  start(platform)
  byId('login-error').textContent = ''
  try {
    await client.connect(credentials)
  } catch {
    // The state has told the reason.
  }
}

byId('login').addEventListener('submit', (event) => {
  event.preventDefault()
  const { user, password, platform } = Object.fromEntries(new FormData(event.target))
  if (user && password) void logIn(platform, { username: user, password })
})

byId('logout').addEventListener('click', () => client.logout().catch(() => {}))

/** What has happened since the connection went online. */
let resumed

function stateChanged(state) {
  showStatus(state)
  switch (state.status) {
    case 'connecting':
      log(text('logConnecting'))
      break
    case 'authenticating':
      log(text('logAuthenticating'))
      break
    case 'waiting':
      log(text('logWaiting', { code: state.code ?? '–', ms: state.retry_in_ms }))
      break
    case 'online':
      wentOnline(state)
      break
    case 'stopped':
      log(text('logStopped', { reason: state.reason }))
      stopped(state)
  }
}

function wentOnline(state) {
  log(text('logOnline', { session: state.session_id }))
  if (chats) {
    let count = 0
    resumed?.()
    const off = client.on('message', () => count++)
    const timer = setTimeout(() => resumed?.(), 1000)
    resumed = () => {
      resumed = undefined
      clearTimeout(timer)
      off()
      log(text('logResumed', { count }))
    }
    return
  }
  user = state.user.user_id
  const saved = JSON.parse(sessionStorage.getItem(partnersKey(user)) ?? '[]')
  chats = new Chats(client, user, new Set([...demo.users, ...saved]))
  chats.addEventListener('change', changed)
  byId('password').value = ''
  byId('chat-view').dataset.show = 'people'
  show('chat')
  draw()
}

function stopped({ reason, error }) {
  const dialog = byId('ended-dialog')
  if (reason === 'kicked' || reason === 'replaced' || reason === 'ended' || reason === 'protocol_error' || (reason === 'refused' && chats)) {
    const kind = reason === 'kicked' || reason === 'replaced' ? reason : 'ended'
    byId('ended-title').textContent = text(kind + 'Title')
    byId('ended-text').textContent = text(kind + 'Text', { reason: error?.detail || reason })
    byId('ended-again').textContent = text(kind + 'Again')
    if (!dialog.open) dialog.showModal()
    return
  }
  if (reason === 'disconnected') return
  leave()
  if (reason === 'unauthenticated') {
    byId('login-error').textContent = error?.error === 'bad_credentials' ? text('wrongPassword') : text('unauthenticated')
  } else if (reason === 'refused') {
    byId('login-error').textContent = text('refused', { reason: error?.detail || error?.error })
  }
}

function leave() {
  forgetSession()
  client = chats = user = undefined
  for (const dialog of document.querySelectorAll('dialog')) dialog.close()
  byId('messages').replaceChildren()
  delete byId('messages').dataset.partner
  byId('log').replaceChildren()
  show('login')
}

byId('ended-again').addEventListener('click', () => {
  byId('ended-dialog').close()
  client.connect().catch(() => {})
})
byId('ended-leave').addEventListener('click', leave)
byId('ended-dialog').addEventListener('cancel', (event) => event.preventDefault())

// Chats

function draw() {
  showPeople(chats, open)
  const isOpen = chats.current !== undefined
  byId('composer').hidden = byId('scroll').hidden = byId('partner').hidden = !isOpen
  byId('choose').hidden = isOpen
  if (isOpen) showMessages(chats, user)
}

function changed({ detail: { partner, added } }) {
  sessionStorage.setItem(partnersKey(user), JSON.stringify(chats.partners))
  const scroll = byId('scroll')
  const below = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80
  draw()
  if (added && partner === chats.current && below) scrollDown()
}

function open(partner) {
  byId('chat-view').dataset.show = 'talk'
  chats.open(partner).catch((error) => notice(text('refused', { reason: error.detail || error.error })))
  scrollDown()
  byId('text').focus()
}

byId('new-chat').addEventListener('submit', (event) => {
  event.preventDefault()
  const input = byId('new-user')
  const partner = input.value.trim()
  if (!partner) return
  input.value = ''
  open(partner)
})

byId('back').addEventListener('click', () => {
  chats.close()
  byId('chat-view').dataset.show = 'people'
  draw()
  byId('people').querySelector('button')?.focus()
})

byId('earlier').addEventListener('click', () => {
  chats.earlier(chats.current).catch((error) => notice(text('refused', { reason: error.detail || error.error })))
})

byId('composer').addEventListener('submit', (event) => {
  event.preventDefault()
  const input = byId('text')
  const content = input.value.trim()
  if (!content) return
  input.value = ''
  chats.send(content)
  scrollDown()
})

byId('text').addEventListener('keydown', (event) => {
  // An input method uses Enter to choose a word.
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  event.preventDefault()
  byId('composer').requestSubmit()
})

document.addEventListener('visibilitychange', () => chats?.seen())

// Devices

async function openDevices() {
  const dialog = byId('devices-dialog')
  byId('devices-error').textContent = ''
  try {
    showDevices(await client.devices(), dropDevice)
  } catch (error) {
    byId('devices-error').textContent = text('refused', { reason: error.detail || error.error })
  }
  if (!dialog.open) dialog.showModal()
}

async function dropDevice({ platform, device_id }) {
  try {
    await client.dropDevice(platform, device_id)
    showDevices(await client.devices(), dropDevice)
    byId('devices-dialog').querySelector('form button').focus()
  } catch (error) {
    byId('devices-error').textContent = text('refused', { reason: error.detail || error.error })
  }
}

byId('devices-open').addEventListener('click', openDevices)

// The connection, to look at and to cut

byId('log-open').addEventListener('click', () => {
  const panel = byId('log-panel')
  panel.hidden = !panel.hidden
  byId('log-open').setAttribute('aria-expanded', String(!panel.hidden))
})
byId('cut').addEventListener('click', () => network.cut())
byId('offline').addEventListener('click', () => {
  network.toggle()
  byId('offline').setAttribute('aria-pressed', String(network.off))
})

// Beginning

drawTexts()
try {
  demo = await readDemo()
  byId('users').replaceChildren(...demo.users.map((name) => create('option', { value: name })))
  // The link that the gateway prints: #user:password, which a browser keeps to itself.
  const [name, password] = decodeURIComponent(location.hash.slice(1)).split(':')
  if (location.hash) history.replaceState(null, '', location.pathname)
  const platform = savedPlatform()
  show('login')
  if (name && password) {
    forgetSession()
    void logIn('web', { username: name, password })
  } else if (platform) {
    void logIn(platform)
  }
} catch {
  byId('login-error').textContent = text('noDemo')
}
