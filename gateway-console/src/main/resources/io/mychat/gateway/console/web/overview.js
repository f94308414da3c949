// The first page: the numbers of the cluster, its nodes, and what they have been since the page was opened.
import { get } from './api.js'
import { badge, code, create, Panel, table } from './dom.js'
import { nodeChoice, Plot, PLOTS } from './plots.js'
import { ago, duration, number, text } from './texts.js'

/** How many nodes are remembered after they have gone. */
const MAX_GONE = 16

/** What the page has seen of the nodes, while it is open: also of those that have gone. */
const seen = new Map()

function remember({ node, nodes, missing_nodes }) {
  const now = Date.now()
  for (const each of seen.values()) each.state = 'gone'
  for (const each of nodes) seen.set(each.node, { ...each, state: 'up', own: each.node === node, at: now })
  for (const name of missing_nodes) seen.set(name, { ...(seen.get(name) ?? { node: name }), own: false, state: 'away' })
  const gone = [...seen.values()].filter(({ state }) => state === 'gone').sort((one, other) => other.at - one.at)
  for (const { node: old } of gone.slice(MAX_GONE)) seen.delete(old)
  return [...seen.values()].sort((one, other) => one.node.localeCompare(other.node))
}

const tile = (label, value, kind = '', more = '') =>
  create('div', { className: `tile ${kind}` }, create('dt', {}, label), create('dd', {}, value, more && create('small', {}, more)))

function tiles(stats, metrics) {
  const { performance, resources } = metrics
  const known = stats.nodes.length + stats.missing_nodes.length
  const list = create(
    'dl',
    { className: 'tiles' },
    tile(text('connections'), number(stats.total), '', text('ofThemLoggedIn', { count: number(stats.authenticated) })),
    tile(text('nodes'), stats.missing_nodes.length ? `${stats.nodes.length} / ${known}` : String(known), stats.missing_nodes.length ? 'bad' : ''),
    tile(text('plotRate'), number(performance.qps)),
    tile(text('plotLatency'), `${number(performance.avg_response_time_ms)} ms`),
    tile(text('plotErrors'), `${number(performance.error_rate * 100)} %`, performance.error_rate > 0.05 ? 'warn' : ''),
    tile(text('plotMemory'), `${number(resources.memory_mb)} MB`)
  )
  // Connections and nodes are the cluster's, all else is this node's.
  return [known > 1 && create('p', { className: 'hint' }, text('tilesOf', { node: metrics.node_id })), list]
}

const KINDS = { healthy: 'good', degraded: 'warn', unhealthy: 'bad' }

/** The parts of this node; those that are not well come first. */
function parts({ status, phase, components, uptime_seconds }) {
  const ill = (state) => (state === 'healthy' ? 1 : 0)
  const all = Object.entries(components).sort(([one, its], [other, theirs]) => ill(its) - ill(theirs) || one.localeCompare(other))
  return create(
    'div',
    { className: 'parts' },
    badge(text(status), KINDS[status]),
    create('small', {}, text(`phase_${phase}`, { uptime: duration(uptime_seconds) })),
    create('ul', {}, all.map(([part, state]) => create('li', {}, code(part), ' ', state === 'healthy' ? create('span', { className: 'visually-hidden' }, text(state)) : badge(text(state), KINDS[state]))))
  )
}

function stateOf({ state, own, at }) {
  if (state === 'up') return own ? [badge(text('nodeUp'), 'good'), ' ', create('small', {}, text('nodeOwn'))] : badge(text('nodeUp'), 'good')
  const since = at ? create('small', {}, text('lastSeen', { ago: ago(at) })) : ''
  return [badge(text(state === 'away' ? 'nodeAway' : 'nodeGone'), state === 'away' ? 'bad' : 'warn'), ' ', since]
}

/** Numbers of a node that does not answer are old ones. */
const count = (key) => (node) => (node.state === 'up' ? number(node[key]) : '–')

function nodes(all) {
  return table(
    text('nodes'),
    [
      { label: text('node'), cell: ({ node }) => code(node) },
      { label: text('state'), cell: stateOf },
      { label: text('connections'), cell: count('total'), className: 'number' },
      { label: text('authenticated'), cell: count('authenticated'), className: 'number' },
      { label: text('unauthenticated'), cell: count('unauthenticated'), className: 'number' },
      { label: text('platforms'), cell: ({ state, by_platform = {} }) => (state === 'up' ? Object.entries(by_platform).map(([name, sum]) => create('span', { className: 'pair' }, `${name} `, create('b', {}, number(sum)))) : '–'), className: 'wide' }
    ],
    all
  )
}

export function overview({ history }) {
  const summary = new Panel(text('now'))
  const health = new Panel(text('health'))
  const list = new Panel(text('nodes'))
  const plots = PLOTS.map((definition) => new Plot(definition))
  const choice = create('div', { className: 'tools' })
  let chosen

  function draw() {
    if (!history.nodes.includes(chosen)) chosen = undefined
    const shown = chosen ?? history.nodes[0]
    choice.replaceChildren(
      nodeChoice(history, shown, (node) => {
        chosen = node
        draw()
        choice.querySelector('[aria-pressed=true]')?.focus()
      })
    )
    for (const plot of plots) plot.show(history.of(shown))
  }

  const redraw = () => plots.forEach((plot) => plot.again())
  window.addEventListener('theme', redraw)
  draw()
  return {
    element: create(
      'div',
      {},
      summary.element,
      health.element,
      create('section', { className: 'plots', 'aria-label': text('course') }, create('header', {}, create('h2', {}, text('course')), choice), create('div', { className: 'grid' }, plots.map(({ element }) => element))),
      list.element
    ),
    async poll(metrics) {
      let stats
      // Said even when the store is away, which is what one wants to know then.
      const well = health.load(async () => parts(await get('/system/health')), { polled: true })
      const ok = await summary.load(async () => {
        stats = await get('/connections/stats')
        return tiles(stats, await metrics)
      }, { polled: true })
      if (ok) await list.load(async () => nodes(remember(stats)))
      if (!choice.contains(document.activeElement) || history.nodes.length !== choice.querySelectorAll('button').length) draw()
      else for (const plot of plots) plot.show(history.of(chosen ?? history.nodes[0]))
      await well
      return ok
    },
    close() {
      window.removeEventListener('theme', redraw)
      for (const plot of plots) plot.close()
    }
  }
}
