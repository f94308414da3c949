import assert from 'node:assert/strict'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { afterEach, test as declare } from 'node:test'
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core'

const SHOTS = path.resolve('build/screenshots')
const AXE = createRequire(path.resolve('package.json')).resolve('axe-core/axe.min.js')

export const test = (name: string, body: () => Promise<void>) => declare(name, { timeout: 120_000 }, body)

/** One browser, whose windows are closed behind each test. A test fails when a page complains. */
export class Pages {
  /** What pages complain about: a violation of the policy, a script that failed, a request to elsewhere. */
  readonly complaints: string[] = []
  /** What a test expects the console of the browser to say. */
  expected: RegExp | undefined
  private readonly contexts: BrowserContext[] = []
  private browser: Browser | undefined

  /**
   * @param settings.viewport of windows
   * @param settings.patience of their actions, in milliseconds
   * @param settings.shots what the names of its pictures begin with
   * @param settings.expected what the console of the browser may say in all tests
   */
  constructor(private readonly settings: { viewport: { width: number; height: number }; patience: number; shots?: string; expected?: RegExp }) {
    afterEach(async () => {
      this.expected = undefined
      await Promise.all(this.contexts.splice(0).map((context) => context.close()))
      assert.deepEqual(this.complaints.splice(0), [])
    })
  }

  async start(): Promise<void> {
    fs.mkdirSync(SHOTS, { recursive: true })
    this.browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
  }

  async stop(): Promise<void> {
    await this.browser?.close()
  }

  async context(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await this.browser!.newContext({ locale: 'en-GB', viewport: this.settings.viewport, ...options })
    this.contexts.push(context)
    return context
  }

  async page(context: BrowserContext): Promise<Page> {
    const page = await context.newPage()
    page.setDefaultTimeout(this.settings.patience)
    page.on('pageerror', (error) => this.complaints.push(String(error)))
    page.on('console', (message) => {
      const said = message.text()
      if (message.type() === 'error' && !this.expected?.test(said) && !this.settings.expected?.test(said)) this.complaints.push(said)
    })
    page.on('request', (request) => {
      if (new URL(request.url()).hostname !== '127.0.0.1') this.complaints.push('outside: ' + request.url())
    })
    return page
  }

  /** A window of its own: nothing is shared with the others. */
  async window(options: BrowserContextOptions = {}): Promise<Page> {
    return this.page(await this.context(options))
  }

  /** A window for `accessible`. */
  async examined(options: BrowserContextOptions): Promise<Page> {
    const page = await this.window({ ...options, bypassCSP: true })
    await page.addInitScript({ path: AXE })
    return page
  }

  async shot(page: Page, name: string): Promise<void> {
    await page.screenshot({ path: path.join(SHOTS, `${this.settings.shots ?? ''}${name}.png`), animations: 'disabled' })
  }

  /** Nothing hinders people, as far as axe finds it. */
  async accessible(page: Page, where = ''): Promise<void> {
    const found = await page.evaluate(async () => {
      type Result = { violations: { id: string; nodes: { html: string }[] }[] }
      const { axe } = globalThis as never as { axe: { run(options: object): Promise<Result> } }
      // What fades in has a lower contrast while it does.
      await Promise.all(document.getAnimations().map(({ finished }) => finished))
      const { violations } = await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] })
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
    })
    assert.deepEqual(found, [], where)
  }
}
