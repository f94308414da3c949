import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { GatewayProcess } from './gateway-process.js'
import { Player } from './player.js'
import type { Scenario } from './steps.js'

const scenarios = JSON.parse(fs.readFileSync(path.resolve('../conformance/scenarios.json'), 'utf8')) as Scenario[]
const only = process.env['SCENARIO']

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
    for (const scenario of mine) test(scenario.name, { timeout: 120_000, skip: scenario.not?.typescript ?? false }, () => new Player(gateway, scenario).play())
  })
}
