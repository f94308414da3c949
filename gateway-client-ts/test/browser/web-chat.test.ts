import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { DemoProcess } from './demo-process.js'
import { readsOn } from './direction.js'
import { Pages, test } from './pages.js'

// A connection that is cut is what the tests are about.
const pages = new Pages({ viewport: { width: 1100, height: 700 }, patience: 30_000, expected: /WebSocket/ })
let demo: DemoProcess

before(async () => {
  demo = await DemoProcess.start()
  await pages.start()
})

after(async () => {
  await pages.stop()
  await demo?.stop()
})

async function logIn(user: string, options: BrowserContextOptions = {}, platform = 'web'): Promise<Page> {
  const page = await pages.window(options)
  await page.goto(demo.url)
  await page.locator('#user').fill(user)
  await page.locator('#password').fill(demo.passwords.get(user)!)
  await page.locator('#platform').selectOption(platform)
  await page.locator('#login button[type=submit]').click()
  await online(page)
  return page
}

const online = (page: Page) => page.locator('#status[data-status=online]').waitFor()

async function openChat(page: Page, partner: string): Promise<void> {
  await page.locator('#people').getByText(partner, { exact: true }).click()
  await page.locator('#composer').waitFor()
}

async function write(page: Page, text: string): Promise<void> {
  await page.locator('#text').fill(text)
  await page.locator('#text').press('Enter')
}

const bubble = (page: Page, text: string) => page.locator('#messages li', { hasText: text })
const stored = (page: Page, text: string) => page.locator('#messages li.mine.sent', { hasText: text }).waitFor()

test('two people talk through the links that the program prints', async () => {
  const [alice, bob] = [await pages.window(), await pages.window()]
  await alice.goto(demo.links.get('alice')!)
  await bob.goto(demo.links.get('bob')!)
  await Promise.all([online(alice), online(bob)])
  assert.equal(new URL(alice.url()).hash, '')

  await openChat(alice, 'bob')
  await write(alice, 'Hi Bob, do you see me?')
  await stored(alice, 'Hi Bob')
  await bob.locator('#people .badge', { hasText: '1' }).waitFor()
  await openChat(bob, 'alice')
  await bubble(bob, 'Hi Bob').waitFor()
  await write(bob, 'Yes, at once. <b>No markup</b>, and 汉字 😀')
  await bubble(alice, '<b>No markup</b>, and 汉字 😀').waitFor()
  assert.equal(await alice.locator('#messages b').count(), 0)
  await pages.shot(alice, 'talk')
})

test('a cut connection resumes, and shows it', async () => {
  const [alice, bob] = [await logIn('alice'), await logIn('bob')]
  await openChat(alice, 'bob')
  await openChat(bob, 'alice')
  await alice.locator('#log-open').click()
  await alice.locator('#offline').click()
  await alice.locator('#status[data-status=waiting]').waitFor()
  await write(alice, 'written in the tunnel')
  await write(bob, 'one while you were away')
  await write(bob, 'two while you were away')
  await stored(bob, 'two while you were away')
  await alice.locator('#messages li.sending', { hasText: 'in the tunnel' }).waitFor()
  await pages.shot(alice, 'offline')
  await alice.locator('#offline').click()
  await online(alice)
  await bubble(alice, 'two while you were away').waitFor()
  await stored(alice, 'in the tunnel')
  await bubble(bob, 'in the tunnel').waitFor()
  await alice.locator('#log li', { hasText: 'resumed: 2 missed messages' }).waitFor()
  await alice.locator('#cut').click()
  await alice.locator('#log li', { hasText: 'connection ended (3001)' }).nth(1).waitFor()
  await online(alice)
  await pages.shot(alice, 'resumed')
})

test('a name and a message change the direction of nothing beside them', async () => {
  const alice = await logIn('alice')
  await openChat(alice, 'bob')
  await alice.locator('#log-open').click()
  // The demo has no such user.
  await alice.evaluate(async () => {
    const from = 'mallory\u202Egnp.'
    const message = { id: '1', from, content: 'a picture \u202Egpj.', timestamp: new Date().toISOString(), state: 'sent' }
    const { log, phrase, showMessages } = await import(new URL('views.js', location.href).href)
    showMessages({ current: from, messages: () => [message], hasEarlier: () => false }, 'alice')
    log(phrase('logSent', { to: from }))
  })
  assert.ok(await readsOn(bubble(alice, 'a picture').locator('.meta'), ' · '))
  assert.ok(await readsOn(bubble(alice, 'a picture').locator('.content'), 'a picture'))
  assert.ok(await readsOn(alice.locator('#log li').first(), ' stored'))
})

test('the history is there after a reload, page by page', async () => {
  const [alice, bob] = [await logIn('alice'), await logIn('bob', {}, 'desktop')]
  await openChat(alice, 'bob')
  await openChat(bob, 'alice')
  for (let i = 1; i <= 35; i++) await write(bob, `line ${i} of many`)
  await bubble(alice, 'line 35 of many').waitFor()
  await alice.reload()
  await online(alice)
  await openChat(alice, 'bob')
  await bubble(alice, 'line 35 of many').waitFor()
  assert.equal(await bubble(alice, 'line 2 of many').count(), 0)
  await alice.locator('#earlier').click()
  await bubble(alice, 'line 2 of many').waitFor()
})

test('a second web login kicks the first, which may come back', async () => {
  const first = await logIn('alice')
  const second = await logIn('alice')
  await first.locator('#ended-dialog[open]').waitFor()
  await first.locator('#ended-title', { hasText: 'Logged in elsewhere' }).waitFor()
  await pages.shot(first, 'kicked')
  await first.locator('#ended-again').click()
  await online(first)
  await second.locator('#ended-dialog[open]').waitFor()
  await second.locator('#ended-leave').click()
  await second.locator('#login').waitFor()
})

test('a second window of the same device goes on quietly', async () => {
  const first = await logIn('alice')
  const state = await first.evaluate(() => Object.entries(sessionStorage) as [string, string][])
  const second = await pages.window()
  await second.addInitScript((entries) => entries.forEach(([key, value]) => sessionStorage.setItem(key, value)), state)
  await second.goto(demo.url)
  await online(second)
  await first.locator('#ended-title', { hasText: 'Continued elsewhere' }).waitFor()
})

test('a new login is told, and can be logged out', async () => {
  const web = await logIn('alice')
  const phone = await logIn('alice', {}, 'android')
  await web.locator('#notices', { hasText: 'New login: android' }).waitFor()
  await web.locator('#notices button').click()
  await web.locator('#devices li').nth(1).waitFor()
  await web.locator('#devices', { hasText: 'this device' }).waitFor()
  await pages.shot(web, 'devices')
  await web.getByRole('button', { name: /^Log android .* out$/ }).click()
  await phone.locator('#ended-dialog[open], #login:visible').first().waitFor()
  await web.waitForFunction(() => document.querySelectorAll('#devices li').length === 1)
})

test('devices of one user see what the others send', async () => {
  const [web, phone] = [await logIn('alice'), await logIn('alice', {}, 'android')]
  await openChat(web, 'bob')
  await openChat(phone, 'bob')
  await write(phone, 'from the phone')
  await web.locator('#messages li.mine', { hasText: 'from the phone' }).waitFor()
  await phone.locator('#logout').click()
})

test('a wrong password says so', async () => {
  const page = await pages.window()
  await page.goto(demo.url)
  await page.locator('#user').fill('alice')
  await page.locator('#password').fill('wrong')
  await page.locator('#password').press('Enter')
  await page.locator('#login-error', { hasText: 'Unknown user or wrong password.' }).waitFor()
})

test('a message to nobody is shown as not sent', async () => {
  const alice = await logIn('alice')
  await alice.locator('#new-user').fill('nobody')
  await alice.locator('#new-user').press('Enter')
  await write(alice, 'is anybody there?')
  await alice.locator('#messages li.failed', { hasText: 'recipient_not_found' }).waitFor()
})

test('the keyboard is enough', async () => {
  const page = await pages.window()
  await page.goto(demo.url)
  await page.locator('#user:focus').waitFor()
  await page.keyboard.type('alice')
  await page.keyboard.press('Tab')
  await page.keyboard.type(demo.passwords.get('alice')!)
  await page.keyboard.press('Enter')
  await online(page)
  for (let i = 0; i < 20 && (await page.evaluate(() => document.activeElement?.textContent)) !== 'bob'; i++) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.locator('#text:focus').waitFor()
  await page.keyboard.type('by keyboard')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('second line')
  await page.keyboard.press('Enter')
  await stored(page, 'by keyboard')
})

for (const scheme of ['light', 'dark'] as const) {
  test(`nothing hinders people: ${scheme}`, async () => {
    const page = await pages.examined({ colorScheme: scheme })
    await page.goto(demo.url)
    await page.locator('#user:focus').waitFor()
    await pages.accessible(page)
    await pages.shot(page, `login-${scheme}`)
    await page.goto(demo.links.get('bob')!)
    await page.reload()
    await online(page)
    await openChat(page, 'alice')
    await page.locator('#log-open').click()
    await write(page, `for the check, ${scheme}`)
    await stored(page, `for the check, ${scheme}`)
    await pages.accessible(page)
    await pages.shot(page, `chat-${scheme}`)
    await page.locator('#devices-open').click()
    await page.locator('#devices li').first().waitFor()
    await pages.accessible(page)
  })
}

test('it speaks Chinese, and remembers it', async () => {
  const page = await pages.window({ locale: 'zh-CN' })
  await page.goto(demo.links.get('alice')!)
  await online(page)
  await openChat(page, 'bob')
  await page.locator('#logout', { hasText: '退出登录' }).waitFor()
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'zh-CN')
  await pages.shot(page, 'chinese')
  await page.locator('#language').click()
  await page.locator('#logout', { hasText: 'Log out' }).waitFor()
  await page.reload()
  await page.locator('#logout', { hasText: 'Log out' }).waitFor()
})

test('the theme can be chosen', async () => {
  const page = await pages.window({ colorScheme: 'light' })
  await page.goto(demo.url)
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const light = await background()
  await page.locator('#theme').click()
  await page.locator('#theme').click()
  await page.locator('#theme', { hasText: 'dark' }).waitFor()
  assert.notEqual(await background(), light)
})

test('a phone shows one thing at a time, and nothing sticks out', async () => {
  const phone = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true }
  const page = await logIn('alice', phone)
  await pages.shot(page, 'phone-people')
  await openChat(page, 'bob')
  await write(page, 'a-long-word-that-does-not-end-'.repeat(6))
  await page.locator('#messages li.sent').last().waitFor()
  assert.equal(await page.locator('#people').isVisible(), false)
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth))
  await pages.shot(page, 'phone-talk')
  await page.locator('#back').click()
  await page.locator('#people').waitFor()
  await page.locator('#log-open').click()
  await pages.shot(page, 'phone-log')
})

test('the tabs of an origin share one connection', async () => {
  // The entry for tabs beside the chat, whose own client is not logged in.
  const context = await pages.context()
  await context.addInitScript({ path: 'build/tabs-in-browser.js' })
  const open = async () => {
    const page = await pages.page(context)
    await page.goto(demo.url)
    await page.evaluate(
      ([url, api]) => {
        const { TabsClient, storageSessions } = (globalThis as never as { client: typeof import('../../src/index.js') & typeof import('../../src/tabs.js') }).client
        const tabs = new TabsClient({ name: 'bob', url: url!, apiUrl: api!, platform: 'desktop', store: storageSessions(localStorage) })
        Object.assign(globalThis, { tabs, heard: [] as string[] })
        tabs.on('message', ({ content }) => (globalThis as never as { heard: string[] }).heard.push(content))
      },
      [`ws://127.0.0.1:${demo.webSocketPort}/ws`, demo.url + 'api']
    )
    return page
  }
  type Tab = { tabs: import('../../src/tabs.js').TabsClient; heard: string[] }
  const status = (page: Page, expected: string) => page.waitForFunction((one) => (globalThis as never as Tab).tabs.state.status === one, expected)
  const leads = (page: Page) => page.evaluate(() => (globalThis as never as Tab).tabs.isLeader)

  const [one, two, three] = [await open(), await open(), await open()]
  await two.evaluate((password) => void (globalThis as never as Tab).tabs.connect({ username: 'bob', password }), demo.passwords.get('bob')!)
  await Promise.all([one, two, three].map((page) => status(page, 'online')))
  assert.deepEqual(await Promise.all([one, two, three].map(leads)), [true, false, false])
  const devices = await three.evaluate(() => (globalThis as never as Tab).tabs.devices())
  assert.equal(devices.filter(({ platform }) => platform === 'desktop').length, 1)

  const alice = await logIn('alice')
  await openChat(alice, 'bob')
  await write(alice, 'to all tabs')
  for (const page of [one, two, three]) await page.waitForFunction(() => (globalThis as never as Tab).heard.includes('to all tabs'))
  await one.close()
  await write(alice, 'to those that are left')
  for (const page of [two, three]) await page.waitForFunction(() => (globalThis as never as Tab).heard.includes('to those that are left'))
  for (const page of [two, three]) assert.deepEqual(await page.evaluate(() => (globalThis as never as Tab).heard), ['to all tabs', 'to those that are left'])
  assert.deepEqual((await Promise.all([two, three].map(leads))).filter(Boolean), [true])
})
