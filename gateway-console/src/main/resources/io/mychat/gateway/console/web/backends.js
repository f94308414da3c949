// The routes of commands, and the services behind them with the breakers of their servers.
import { get } from './api.js'
import { badge, code, create, Panel, table } from './dom.js'
import { number, text } from './texts.js'

const KINDS = { up: 'good', half_open: 'warn', open: 'bad', unhealthy: 'bad' }
const STATES = { up: 'serverUp', half_open: 'serverHalfOpen', open: 'serverOpen', unhealthy: 'serverUnhealthy' }

function service({ name, running, calls, retries, rejected, servers }) {
  const sums = [['running', running], ['calls', calls], ['retries', retries], ['rejected', rejected]]
  return create(
    'section',
    { className: 'sub' },
    create('h3', {}, name, ' ', create('small', {}, sums.map(([key, sum]) => create('span', { className: 'pair' }, text(key) + ' ', create('b', {}, number(sum)))))),
    table(
      text('serversOf', { name }),
      [
        { label: text('server'), cell: ({ url }) => code(url), className: 'wide' },
        { label: text('breaker'), cell: ({ state }) => badge(text(STATES[state] ?? 'unknown'), KINDS[state]) },
        { label: text('running'), cell: ({ running: now }) => number(now), className: 'number' },
        { label: text('attempts'), cell: ({ attempts }) => number(attempts), className: 'number' },
        { label: text('failures'), cell: ({ failures }) => number(failures), className: 'number' }
      ],
      servers
    )
  )
}

function routes(all) {
  return table(
    text('routes'),
    [
      { label: text('command'), cell: ([command]) => code(command) },
      { label: text('target'), cell: ([, { handler, service: to }]) => (to ? [badge(text('service')), ' ', to] : [badge(text('handler')), ' ', handler ?? '']) },
      { label: text('limit'), cell: ([, { timeout_ms }]) => (timeout_ms === undefined ? '–' : `${number(timeout_ms)} ms`), className: 'number' },
      { label: text('retries'), cell: ([, { retry_count }]) => (retry_count === undefined ? '–' : number(retry_count)), className: 'number' },
      { label: text('roles'), cell: ([, { roles }]) => [roles].flat().filter(Boolean).join(', ') || '–', className: 'wide' }
    ],
    all
  )
}

export function backends() {
  const services = new Panel(text('services'))
  const table = new Panel(text('routes'))
  const load = async () => {
    const { router_config } = await get('/system/config')
    const all = Object.entries(router_config.routes ?? {}).sort(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }))
    return all.length > 0 && [create('p', { className: 'hint' }, text('routesHint')), routes(all)]
  }
  void table.load(load, { empty: text('noRoutes') })
  return {
    element: create('div', {}, services.element, table.element),
    poll: () =>
      services.load(
        async () => {
          const { node, services: all } = await get('/system/backends')
          return all.length > 0 && [create('p', { className: 'hint' }, text('asSeenBy', { node })), ...all.map(service)]
        },
        { empty: text('noServices'), polled: true }
      )
  }
}
