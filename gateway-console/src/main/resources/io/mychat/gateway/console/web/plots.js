// What the numbers of this and other nodes have been since the page was opened, as plots.
import { button, create } from './dom.js'
import { currentLanguage, number, text } from './texts.js'

/** How many samples of a node are kept: an hour at the default interval. */
const MAX_SAMPLES = 720
/** How many nodes are remembered; behind a balancer each answer may be another node's. */
const MAX_NODES = 32

/** The samples by node, oldest first. */
export class History {
  #nodes = new Map()

  add(metrics, at = Date.now()) {
    const samples = this.#nodes.get(metrics.node_id) ?? []
    this.#nodes.delete(metrics.node_id)
    this.#nodes.set(metrics.node_id, samples)
    samples.push({ at: at / 1000, metrics })
    if (samples.length > MAX_SAMPLES) samples.shift()
    if (this.#nodes.size > MAX_NODES) this.#nodes.delete(this.#nodes.keys().next().value)
  }

  get nodes() {
    return [...this.#nodes.keys()].sort()
  }

  of(node) {
    return this.#nodes.get(node) ?? []
  }
}

export const PLOTS = [
  {
    title: 'plotConnections',
    lines: [
      { label: 'total', colour: '--line-1', value: ({ connections }) => connections.total },
      { label: 'authenticated', colour: '--line-2', value: ({ connections }) => connections.authenticated }
    ]
  },
  { title: 'plotRate', lines: [{ label: 'perSecond', colour: '--line-1', value: ({ performance }) => performance.qps }] },
  { title: 'plotLatency', unit: 'ms', lines: [{ label: 'mean', colour: '--line-3', value: ({ performance }) => performance.avg_response_time_ms }] },
  { title: 'plotErrors', unit: '%', lines: [{ label: 'share', colour: '--line-4', value: ({ performance }) => performance.error_rate * 100 }] },
  { title: 'plotMemory', unit: 'MB', lines: [{ label: 'heap', colour: '--line-2', value: ({ resources }) => resources.memory_mb }] },
  { title: 'plotCpu', unit: '%', max: 100, lines: [{ label: 'process', colour: '--line-1', value: ({ resources }) => resources.cpu_percent }] }
]

const HEIGHT = 150

/** One plot with its newest values in words, which a screen reader reads in place of the picture. */
export class Plot {
  #definition
  #place = create('div', { className: 'plot', 'aria-hidden': 'true' })
  #now = create('span', { className: 'now' })
  #plot
  #samples = []
  #resize = new ResizeObserver(() => this.#fit())

  constructor(definition) {
    this.#definition = definition
    const unit = definition.unit ? ` (${definition.unit})` : ''
    this.element = create('figure', { className: 'panel' }, create('figcaption', {}, create('span', {}, text(definition.title) + unit), this.#now), this.#place)
    this.#resize.observe(this.#place)
  }

  show(samples) {
    this.#samples = samples
    const last = samples.at(-1)
    const { lines, unit = '' } = this.#definition
    this.#now.replaceChildren(
      ...(last
        ? lines.map(({ label, colour, value }) =>
            create('span', {}, lines.length > 1 && create('i', { className: `key ${colour.slice(2)}` }), `${lines.length > 1 ? text(label) + ' ' : ''}${number(value(last.metrics))}${unit && ' ' + unit}`)
          )
        : [])
    )
    const data = [samples.map(({ at }) => at), ...lines.map(({ value }) => samples.map(({ metrics }) => value(metrics)))]
    if (this.#plot) this.#plot.setData(data)
    else if (samples.length) this.#make(data)
  }

  #fit() {
    if (this.#plot && this.#place.clientWidth) this.#plot.setSize({ width: this.#place.clientWidth, height: HEIGHT })
  }

  /** Colours and words are those of now; a change of them makes the plot again. */
  #make(data) {
    const style = getComputedStyle(document.documentElement)
    const colour = (name) => style.getPropertyValue(name)
    const clock = new Intl.DateTimeFormat(currentLanguage(), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    const precise = new Intl.DateTimeFormat(currentLanguage(), { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
    const axis = { stroke: colour('--quiet-now'), font: '11px system-ui', grid: { stroke: colour('--grid-now'), width: 1 }, ticks: { show: false } }
    const { lines, max } = this.#definition
    this.#plot = new globalThis.uPlot(
      {
        width: this.#place.clientWidth || 300,
        height: HEIGHT,
        padding: [8, 26, 0, 0], // the last time is written around its moment, with seconds on half of 46 pixels
        legend: { show: false },
        cursor: { drag: { x: false, y: false }, points: { size: 6 } },
        scales: {
          // At least two minutes wide, so that the first samples do not fill it.
          x: { time: true, range: () => this.#range() },
          y: { range: (plot, from, to) => [0, Math.max(max ?? 0, (to ?? 0) * 1.15, 1)] }
        },
        axes: [
          { ...axis, space: 70, size: 26, values: (plot, splits, column, space, step) => splits.map((at) => (step < 60 ? precise : clock).format(at * 1000)) },
          { ...axis, size: 52, space: 30, values: (plot, splits) => splits.map((value) => number(value)) }
        ],
        series: [{}, ...lines.map((line) => ({ label: text(line.label), stroke: colour(line.colour + '-now'), width: 1.75, points: { show: (plot) => plot.data[0].length < 2 } }))]
      },
      data,
      this.#place
    )
  }

  #range() {
    const to = this.#samples.at(-1)?.at ?? Date.now() / 1000
    return [Math.min(this.#samples[0]?.at ?? to, to - 120), to]
  }

  /** After a change of the theme. */
  again() {
    this.#plot?.destroy()
    this.#plot = undefined
    this.show(this.#samples)
  }

  close() {
    this.#resize.disconnect()
    this.#plot?.destroy()
  }
}

/** Chooses the node whose plots are shown, where answers come from several. */
export function nodeChoice(history, chosen, choose) {
  const nodes = history.nodes
  if (nodes.length < 2) return create('span', { className: 'hint' }, nodes[0] ?? '')
  return create('span', { className: 'choice', role: 'group', 'aria-label': text('node') }, nodes.map((node) => button(node, () => choose(node), { 'aria-pressed': String(node === chosen) })))
}
