import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { GatewayProcess } from './gateway-process.js'
import { Player } from './player.js'
import { CLIENT, WITHOUT } from './remote-client.js'
import type { Scenario } from './steps.js'

const scenarios = JSON.parse(fs.readFileSync(path.resolve('../conformance/scenarios.json'), 'utf8')) as Scenario[]
const only = process.env['SCENARIO']

/** Why a scenario is not played; false: it is. */
function skipped({ not = {}, tabs, steps }: Scenario): string | false {
  if (!CLIENT) return not['typescript'] ?? false
  if (tabs) return 'tabs are for browsers'
  const missing = steps.flatMap((step) => ('do' in step && WITHOUT.includes(step.do) ? [step.do] : []))
  return missing.length > 0 && `the client cannot ${missing[0]}`
}

const GATEWAYS = {
  ordinary: {},
  short_tokens: { auth: { token_expire_seconds: 4, clock_skew_seconds: 0 } },
  small_inbox: { messages: { max_per_inbox: 10 } }
}

assert.equal(new Set(scenarios.map(({ name }) => name)).size, scenarios.length, 'each scenario has its own name')

for (const [kind, sections] of Object.entries(GATEWAYS)) {
  const mine = scenarios.filter(({ name, gateway = 'ordinary' }) => gateway === kind && (!only || name.includes(only)))
  if (mine.length === 0) continue
  describe(`gateway with ${kind}`, () => {
    let gateway: GatewayProcess
    before(async () => {
      gateway = await GatewayProcess.start(sections)
    })
    after(() => gateway?.stop())
    for (const scenario of mine) test(scenario.name, { timeout: 120_000, skip: skipped(scenario) }, () => new Player(gateway, scenario).play())
  })
}
