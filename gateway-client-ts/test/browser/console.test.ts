import assert from 'node:assert/strict'
import { once } from 'node:events'
import http from 'node:http'
import net from 'node:net'
import { after, afterEach, before } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { WebSocket } from 'ws'
import { GatewayProcess } from '../conformance/gateway-process.js'
import { readsOn } from './direction.js'
import { Pages, test } from './pages.js'

/** A user who would like to run a script in the console. */
const HOSTILE = `<img src=x onerror="globalThis.hacked=1"><script>hacked=1</script>'"`
/** Another one, who would like to turn around what is written beside the name. */
const TURNING = 'mallory\u202Egnp.'
const SECTIONS = { console: { enabled: true, poll_seconds: 1 }, server: { node_id: 'gateway-1', watch_config: false } }

const pages = new Pages({ viewport: { width: 1440, height: 900 }, patience: 20_000, shots: 'console-' })
const sockets: WebSocket[] = []
let gateway: GatewayProcess

const url = () => `http://127.0.0.1:${gateway.httpPort}/console/`

before(async () => {
  gateway = await GatewayProcess.start(SECTIONS, [HOSTILE, TURNING])
  await pages.start()
})

after(async () => {
  await pages.stop()
  await gateway?.stop()
})

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.terminate()
})

async function logIn(options: BrowserContextOptions = {}, at = url()): Promise<Page> {
  const page = await pages.window(options)
  await page.goto(at)
  await page.locator('#user').fill('admin')
  await page.locator('#password').fill(gateway.credentials('admin').password)
  await page.locator('#login button[type=submit]').click()
  await page.locator('.tile').first().waitFor()
  return page
}

async function client(user: string, platform: string, device_id: string): Promise<WebSocket> {
  const socket = new WebSocket(gateway.url)
  sockets.push(socket)
  await new Promise((resolve) => socket.once('open', resolve))
  socket.send(JSON.stringify({ cmd_id: 1001, platform, data: { ...gateway.credentials(user), device_id } }))
  const reply = await new Promise<{ code: number }>((resolve) => socket.once('message', (data) => resolve(JSON.parse(String(data)))))
  assert.equal(reply.code, 200)
  return socket
}

const closed = (socket: WebSocket) => new Promise<number>((resolve) => socket.once('close', resolve))
const open = (page: Page, name: string) => page.locator('#nav').getByRole('link', { name }).click()
const says = (page: Page, words: string) => page.locator('#notices', { hasText: words }).waitFor()
const confirm = (page: Page) => page.locator('#dialog-do').click()
const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)

test('who is no administrator does not come in', async () => {
  pages.expected = /status of 40[13]/
  const page = await pages.window()
  await page.goto(`http://127.0.0.1:${gateway.httpPort}/console`)
  await page.locator('#user').fill('alice')
  await page.locator('#password').fill('wrong')
  await page.locator('#password').press('Enter')
  await page.locator('#login-error', { hasText: 'Unknown user or wrong password.' }).waitFor()
  await page.locator('#password').fill(gateway.credentials('alice').password)
  await page.locator('#password').press('Enter')
  await page.locator('#login-error', { hasText: 'needs the role admin' }).waitFor()
  assert.equal(await page.evaluate(() => sessionStorage.length), 0)
})

test('the token of an ordinary user shows nothing', async () => {
  pages.expected = /status of 403/
  const { token, refresh_token } = await gateway.call('/auth/login', { ...gateway.credentials('alice'), platform: 'web' })
  const page = await pages.window()
  await page.addInitScript((session) => sessionStorage.setItem('mychat-console-session', session), JSON.stringify({ token, refresh_token, renewAt: Date.now() + 1e6, user: 'alice' }))
  await page.goto(url())
  await page.locator('.problem', { hasText: 'needs the role admin' }).first().waitFor()
  assert.equal(await page.locator('.tile').count(), 0)
})

test('the overview shows the node and its numbers, and goes on', async () => {
  await client('alice', 'android', 'phone')
  const page = await logIn()
  await page.locator('table', { hasText: 'gateway-1' }).locator('.badge.good').waitFor()
  assert.equal(await page.locator('figure canvas').count(), 6)
  const connections = page.locator('.tile').first().locator('dd')
  await page.waitForFunction(() => document.querySelector('.tile dd')?.textContent === '11 logged in')
  await client('bob', 'ios', 'phone')
  await page.waitForFunction(() => document.querySelector('.tile dd')?.textContent === '22 logged in')
  assert.match((await connections.textContent()) ?? '', /^2/)
  await pages.shot(page, 'overview')
})

test('a user is found, and a device is kicked', async () => {
  const [phone, tablet] = [await client('alice', 'android', 'phone'), await client('alice', 'ios', 'tablet')]
  const page = await logIn()
  await open(page, 'Online')
  await page.locator('#search').fill('alice')
  await page.locator('#search').press('Enter')
  await page.getByRole('button', { name: 'Kick: android phone' }).click()
  await page.locator('#dialog .subject', { hasText: 'alice · android · phone' }).waitFor()
  await page.locator('#dialog input').fill('a reason')
  const gone = closed(phone)
  await confirm(page)
  await says(page, '1 session ended')
  assert.equal(await gone, 4410)
  await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 1)
  assert.equal(tablet.readyState, WebSocket.OPEN)

  const all = closed(tablet)
  await page.getByRole('button', { name: 'Revoke all' }).click()
  await confirm(page)
  await says(page, 'tokens revoked')
  assert.ok([4401, 4410].includes(await all))
  await page.locator('.hint', { hasText: 'This user is not online' }).waitFor()
})

test('a dialog that is left does nothing', async () => {
  const phone = await client('alice', 'android', 'phone')
  const page = await logIn()
  await page.goto(url() + '#/users/alice')
  await page.getByRole('button', { name: 'Ban user' }).click()
  await page.locator('#dialog-do').click()
  await page.locator('#dialog-error', { hasText: 'Fill in' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Kick all' }).click()
  await page.locator('#dialog-cancel').click()
  await open(page, 'Bans')
  await page.locator('.hint', { hasText: 'Nobody is banned.' }).waitFor()
  assert.equal(phone.readyState, WebSocket.OPEN)
})

test('bans are added, shown and lifted', async () => {
  pages.expected = /status of 400/
  const phone = await client('bob', 'android', 'phone')
  const page = await logIn()
  await page.goto(url() + '#/users/bob')
  await page.getByRole('button', { name: 'Ban user' }).click()
  await page.locator('#dialog input').first().fill('<b>spam</b>')
  const gone = closed(phone)
  await confirm(page)
  await says(page, 'bob is banned')
  assert.equal(await gone, 4410)
  await open(page, 'Bans')
  await page.locator('tbody tr', { hasText: '<b>spam</b>' }).waitFor()
  assert.equal(await page.locator('tbody b').count(), 0)

  await page.getByRole('button', { name: 'Add a ban' }).click()
  await page.locator('#dialog select').first().selectOption('address')
  await page.locator('#dialog input').nth(0).fill('0.0.0.0/0')
  await page.locator('#dialog input').nth(1).fill('everybody')
  await confirm(page)
  await page.locator('#dialog-error', { hasText: 'ban_too_wide' }).waitFor()
  await page.locator('#dialog input').nth(0).fill('203.0.113.9')
  await confirm(page)
  await says(page, '203.0.113.9 is banned')
  await pages.shot(page, 'bans')
  for (const subject of ['bob', '203.0.113.9']) {
    await page.getByRole('button', { name: `Lift: ${subject}` }).click()
    await confirm(page)
    await says(page, `The ban of ${subject} is lifted.`)
  }
  await page.locator('.hint', { hasText: 'Nobody is banned.' }).waitFor()
})

test('hostile names stay text on every page', async () => {
  await client(HOSTILE, 'android', 'phone')
  await gateway.call('/auth/login', { username: HOSTILE, password: 'wrong', platform: 'web' }).catch(() => {})
  const page = await logIn()
  await open(page, 'Online')
  await page.getByRole('link', { name: HOSTILE }).click()
  await page.getByRole('heading', { name: `Devices of ${HOSTILE}` }).waitFor()
  await page.getByRole('button', { name: 'Kick all' }).click()
  await page.locator('#dialog .subject', { hasText: HOSTILE }).waitFor()
  await confirm(page)
  await says(page, HOSTILE)
  await page.getByRole('link', { name: 'Trace' }).last().click()
  await page.locator('td', { hasText: HOSTILE }).or(page.locator('.hint', { hasText: 'Nothing has happened' })).first().waitFor()
  await open(page, 'Audit')
  await page.locator('#words').fill('onerror')
  await page.locator('code', { hasText: HOSTILE }).first().waitFor()
  await page.goto(url() + '#/' + encodeURIComponent(HOSTILE))
  await page.goto(url() + '#/users/%E0%A4%A')
  await page.goto(url() + `#/trace?user=${encodeURIComponent(HOSTILE)}&in=x`)
  assert.equal(await page.locator('#content img, #content script, #dialog img, #notices img').count(), 0)
  assert.equal(await page.evaluate(() => 'hacked' in globalThis), false)
})

test('a name changes the direction of nothing beside it', async () => {
  await client(TURNING, 'android', 'phone')
  const page = await logIn()
  await open(page, 'Online')
  await page.getByRole('link', { name: 'mallory' }).click()
  await page.getByRole('button', { name: 'Kick: android phone' }).click()
  assert.ok(await readsOn(page.locator('#dialog .subject'), 'android'))
  await confirm(page)
  await says(page, '1 session ended')
  assert.ok(await readsOn(page.locator('#notices p'), 'session ended'))
  await page.getByRole('button', { name: 'Ban user' }).click()
  await page.locator('#dialog input').first().fill('a reason')
  await confirm(page)
  await says(page, 'is banned')
  assert.ok(await readsOn(page.locator('#notices p').last(), 'is banned'))
  await open(page, 'Bans')
  await page.locator('tbody tr', { hasText: 'a reason' }).getByRole('button').click()
  await confirm(page)
  await says(page, 'is lifted')
  assert.ok(await readsOn(page.locator('#notices p').last(), 'is lifted'))
})

test('the policy of the page stops a script that got in nevertheless', async () => {
  pages.expected = /Content Security Policy|TrustedHTML/
  const page = await logIn()
  const outcome = await page.evaluate(async () => {
    const blocked: string[] = []
    document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => blocked.push(violatedDirective))
    const script = document.createElement('script')
    try {
      script.textContent = 'globalThis.hacked = 1'
      document.body.append(script)
    } catch {
      blocked.push('trusted types')
    }
    try {
      document.body.insertAdjacentHTML('beforeend', '<img src=x>')
    } catch {
      blocked.push('markup')
    }
    await fetch('https://example.com/').catch(() => blocked.push('fetch'))
    await new Promise((resolve) => setTimeout(resolve, 100))
    return { blocked, hacked: 'hacked' in globalThis }
  })
  assert.equal(outcome.hacked, false)
  assert.ok(outcome.blocked.includes('markup') && outcome.blocked.includes('fetch'), String(outcome.blocked))
  pages.complaints.length = 0
})

test('a file is compared, its faults are named, and it is reloaded', async () => {
  const page = await logIn()
  await open(page, 'Configuration')
  await page.locator('#filter').fill('drain_seconds')
  await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 1)
  await page.getByRole('button', { name: 'Compare' }).click()
  await page.locator('.hint', { hasText: 'has no faults, and is what is in effect' }).waitFor()

  gateway.configure({ ...SECTIONS, server: { ...SECTIONS.server, drain_seconds: 3, max_message_bytes: 70_000 } })
  await page.getByRole('button', { name: 'Compare' }).click()
  await page.locator('tr', { hasText: '$.server.drain_seconds' }).locator('ins', { hasText: '3' }).waitFor()
  await page.locator('.problem li', { hasText: '$.server.max_message_bytes' }).waitFor()
  await pages.shot(page, 'compare')

  pages.expected = /status of 400/
  gateway.configure({ ...SECTIONS, server: { ...SECTIONS.server, drain_secondz: 3 } })
  await page.getByRole('button', { name: 'Reload' }).click()
  await confirm(page)
  await page.locator('tr', { hasText: '$.server.drain_secondz' }).filter({ hasText: 'did you mean drain_seconds?' }).waitFor()

  gateway.configure({ ...SECTIONS, server: { ...SECTIONS.server, drain_seconds: 2 } })
  await page.getByRole('button', { name: 'Reload' }).click()
  await confirm(page)
  await says(page, 'Reloaded: 1 change.')
  await page.locator('tr', { hasText: '$.server.drain_seconds' }).locator('code', { hasText: /^2$/ }).waitFor()
})

test('the audit is filtered, and a trace is asked', async () => {
  await client('alice', 'android', 'phone')
  const page = await logIn()
  await open(page, 'Audit')
  await page.locator('#event').selectOption('session_bound')
  await page.locator('tbody tr', { hasText: 'alice' }).first().waitFor()
  await page.locator('#words').fill('no such words')
  await page.locator('.hint', { hasText: 'Nothing matches' }).waitFor()
  await open(page, 'Trace')
  await page.locator('#trace-id').fill('alice')
  await page.locator('#trace-id').press('Enter')
  await page.locator('tbody tr', { hasText: 'alice' }).first().waitFor()
  await page.getByRole('button', { name: 'Ask again' }).click()
  await page.locator('#trace-kind').selectOption('message')
  await page.locator('#trace-in').waitFor()
})

test('a page that is not looked at does not ask', async () => {
  const page = await logIn()
  const calls: string[] = []
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => true })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await page.waitForTimeout(500)
  page.on('request', (request) => calls.push(request.url()))
  await page.waitForTimeout(3_000)
  assert.deepEqual(calls, [])
  await page.evaluate(() => {
    Reflect.deleteProperty(document, 'hidden')
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await page.waitForRequest(/metrics/)
})

test('a restart of the gateway is survived, and meanwhile said', async () => {
  pages.expected = /ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|ERR_SOCKET|status of (401|503)/
  const page = await logIn()
  await gateway.terminate()
  await page.locator('#live.bad').waitFor()
  await page.locator('.problem', { hasText: 'The gateway does not answer' }).first().waitFor()
  await pages.shot(page, 'away')
  await gateway.run()
  // Tokens of a gateway without a shared store: the signature is still good, the refresh token is unknown.
  await page.locator('#live.good').waitFor()
  await page.waitForFunction(() => !document.querySelector('.problem'))
})

test('a login that was revoked leads back to the login', async () => {
  pages.expected = /status of 401/
  const page = await logIn()
  await page.waitForTimeout(1_100)
  await gateway.administer('/connections/kick', { user_id: 'admin', revoke: true })
  await page.locator('#login-error', { hasText: 'Your login has ended' }).waitFor()
  assert.equal(await page.evaluate(() => sessionStorage.length), 0)
  assert.equal(await page.locator('#content').textContent(), '')
})

test('logging out revokes the token', async () => {
  const page = await logIn()
  const { token } = await page.evaluate(() => JSON.parse(sessionStorage.getItem('mychat-console-session')!) as { token: string })
  await page.locator('#logout').click()
  await page.locator('#user:focus').waitFor()
  await page.waitForFunction(() => sessionStorage.length === 0)
  for (const end = Date.now() + 10_000; Date.now() < end; ) {
    const { status } = await fetch(gateway.apiUrl + '/connections/stats', { headers: { Authorization: `Bearer ${token}` } })
    if (status === 401) return
  }
  assert.fail('the token is still good')
})

test('a token is renewed before it expires, and a reload of the page keeps the login', async () => {
  const short = await GatewayProcess.start({ ...SECTIONS, auth: { token_expire_seconds: 8 } })
  try {
    const page = await logIn({}, `http://127.0.0.1:${short.httpPort}/console/`)
    const token = () => page.evaluate(() => (JSON.parse(sessionStorage.getItem('mychat-console-session')!) as { token: string }).token)
    const first = await token()
    await page.waitForResponse((response) => response.url().endsWith('/auth/refresh') && response.ok())
    await page.waitForFunction((old) => !sessionStorage.getItem('mychat-console-session')!.includes(old), first)
    await page.waitForTimeout(9_000)
    await page.locator('#live.good').waitFor()
    await page.reload()
    await page.locator('.tile').first().waitFor()
    await page.context().close()
  } finally {
    await short.stop()
  }
})

test('with a management port it is only there, and works', async () => {
  const management_port = await new Promise<number>((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo
      probe.close(() => resolve(port))
    })
  })
  const apart = await GatewayProcess.start({ ...SECTIONS, server: { ...SECTIONS.server, management_port } })
  try {
    assert.equal((await fetch(`http://127.0.0.1:${apart.httpPort}/console/`)).status, 404)
    const page = await logIn({}, `http://127.0.0.1:${management_port}/console`)
    await page.locator('#live.good').waitFor()
    await open(page, 'Audit')
    await page.locator('tbody tr').first().waitFor()
    await page.context().close()
  } finally {
    await apart.stop()
  }
})

test('routes, services and breakers are shown', async () => {
  const backend = http.createServer((_, response) => response.writeHead(503).end()).listen(0, '127.0.0.1')
  await once(backend, 'listening')
  const { port } = backend.address() as net.AddressInfo
  gateway.write('router_config.json', JSON.stringify({ routes: { '5002': { service: 'orders', timeout_ms: 2000 } }, services: { orders: { servers: [`http://127.0.0.1:${port}`], health_check: { path: '/health', interval_ms: 200 } } } }))
  try {
    await gateway.administer('/system/reload', { config_type: 'gateway_config' })
    const page = await logIn()
    await open(page, 'Back-ends')
    await page.locator('tr', { hasText: `http://127.0.0.1:${port}` }).locator('.badge.bad', { hasText: 'unhealthy' }).waitFor()
    await page.locator('tr', { hasText: '5002' }).filter({ hasText: 'orders' }).waitFor()
    await pages.shot(page, 'backends')
  } finally {
    gateway.write('router_config.json', '{}')
    await gateway.administer('/system/reload', { config_type: 'gateway_config' })
    backend.close()
    backend.closeAllConnections()
  }
})

test('the keyboard is enough', async () => {
  await client('alice', 'android', 'phone')
  const page = await pages.window()
  await page.goto(url())
  await page.locator('#user:focus').waitFor()
  await page.keyboard.type('admin')
  await page.keyboard.press('Tab')
  await page.keyboard.type(gateway.credentials('admin').password)
  await page.keyboard.press('Enter')
  await page.locator('#content:focus').waitFor()
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')
  const tabTo = async (words: string, key = 'Tab') => {
    for (let i = 0; i < 40; i++) {
      if ((await focused()) === words) return
      await page.keyboard.press(key)
    }
    assert.fail(`${words} is not reached`)
  }
  await tabTo('Online', 'Shift+Tab')
  await page.keyboard.press('Enter')
  await page.locator('#search').waitFor()
  await tabTo('alice')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Kick all' }).waitFor()
  await tabTo('Kick all')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await says(page, '1 session ended')
})

const PLACES = ['overview', 'users', 'users/alice', 'bans', 'backends', 'config', 'alerts', 'audit', 'trace?user=alice']

for (const [name, options] of [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['chinese', { colorScheme: 'dark', locale: 'zh-CN' }],
  ['phone', { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }]
] as const) {
  test(`nothing hinders people, and nothing sticks out: ${name}`, async () => {
    await client('alice', 'android', 'phone-'.repeat(20) + 'end')
    await client('alice', 'web', 'browser')
    const page = await pages.examined(options)
    await page.goto(url())
    await page.locator('#user:focus').waitFor()
    await pages.accessible(page, 'login')
    await pages.shot(page, `${name}-login`)
    await page.locator('#user').fill('admin')
    await page.locator('#password').fill(gateway.credentials('admin').password)
    await page.locator('#login button[type=submit]').click()
    for (const place of PLACES) {
      await page.goto(url() + '#/' + place)
      await page.waitForFunction(() => document.querySelectorAll('.panel').length > 0 && !document.querySelector('[aria-busy]'))
      await page.waitForLoadState('networkidle').catch(() => {})
      await pages.accessible(page, place)
      assert.ok(await fits(page), place)
      await pages.shot(page, `${name}-${place.replace(/\W/g, '-')}`)
    }
    await page.goto(url() + '#/users/alice')
    await page.locator('button.danger').nth(1).click()
    await pages.accessible(page, 'dialog')
    await pages.shot(page, `${name}-dialog`)
  })
}
